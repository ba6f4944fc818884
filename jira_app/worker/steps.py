"""The two steps of an issue's work: look at it, then tell Jira.

Each ends in one transaction, and begins it by making sure that the lane is still ours. Between
Jira and our commit there is a moment at which the process may die: then the step is done again,
and Jira shows no difference.
"""

from __future__ import annotations

from jira_app.projects import project_of, read_project
from jira_app.store import inbox, lanes, outbox
from jira_app.worker.desk import Desk
from jira_app.worker.look import look
from jira_app.worker.tell import tell


def step(desk: Desk, issue: str, holder: str) -> bool:
    """Do the next piece of an issue's work; False if there is none.

    What was decided is told before the issue is looked at again, so that a later event waits for
    the earlier. In a project that is not enabled nothing is asked or told, and the work is done
    with.

    Raises
    ------
    JiraError
        The piece is not done, and stays where it is.
    LostLane
        Likewise; another worker has it.
    """
    with desk.engine.begin() as db:
        desk.hold(db, issue, holder)
        parcel = outbox.head(db, issue)
        up_to = None if parcel else inbox.latest(db, issue)
        project = read_project(db, project_of(issue))
        if not project.enabled:
            if parcel:
                outbox.finish(db, parcel)
            elif up_to is not None:
                inbox.finish(db, issue, up_to)
            lanes.progress(db, issue)
            return parcel is not None or up_to is not None
    if parcel:
        tell(desk, parcel, holder)
    elif up_to is not None:
        look(desk, project, issue, up_to, holder)
    return parcel is not None or up_to is not None
