"""CI jobs that run the check: GitHub, GitLab, Jenkins. Small, read-only, and commented.

The pull request under judgement never supplies the judge, so every job takes the policy
from the target branch, and the change's own one only where the target has none yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_GITHUB = """\
# Fairness gate: written by `fairgate init --ci github`.
# Make the job "fairness" a required check of the main branch.
name: fairness
on:
  pull_request:
  merge_group:
permissions:
  contents: read  # nothing is written, and no secret is needed
jobs:
  fairness:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8  # v5.0.0
        with:
          fetch-depth: 0
          persist-credentials: false
      - uses: actions/setup-python@e797f83bcb11b83ae66e0230d6156d7c80228e7c  # v6.0.0
        with:
          python-version: "3.12"
      - run: pip install "fairgate=={version}"

      # Put the step here that trains or loads the model and writes its predictions,
      # unless they are in the repository: {predictions}

      # The change under judgement does not supply the judge: the policy is the target branch's.
      - name: Take the policy from the target branch
        env:
          BASE: ${{{{ github.event.pull_request.base.sha || github.event.merge_group.base_sha }}}}
        run: |
          git show "$BASE:{policy}" > "{base_policy}" || {{
            echo "::warning::no policy in the target branch yet: judging by this change's own"
            cp "{policy}" "{base_policy}"
          }}
      - name: Judge
        run: |
          fairgate check --policy "{base_policy}" --format text \\
            --format markdown --out fairness.md --format html --out fairness.html
      - name: Show the report
        if: always()
        run: if [ -f fairness.md ]; then cat fairness.md >> "$GITHUB_STEP_SUMMARY"; fi
"""

_GITLAB = """\
# Fairness gate: written by `fairgate init --ci gitlab`.
fairness:
  stage: test
  image: python:3.12-slim
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  before_script:
    - apt-get update -qq && apt-get install -y -qq git
    - pip install "fairgate=={version}"
  script:
    # Put the command here that trains or loads the model and writes its predictions,
    # unless they are in the repository: {predictions}

    # The change under judgement does not supply the judge: the policy is the target branch's.
    - git fetch --depth=1 origin "$CI_MERGE_REQUEST_TARGET_BRANCH_NAME"
    - |
      git show "FETCH_HEAD:{policy}" > "{base_policy}" || {{
        echo "no policy in the target branch yet: judging by this change's own"
        cp "{policy}" "{base_policy}"
      }}
    - >-
      fairgate check --policy "{base_policy}" --format text
      --format junit --out fairness.xml --format html --out fairness.html
  artifacts:
    when: always
    paths: [fairness.html]
    reports:
      junit: fairness.xml
"""

_JENKINS = """\
// Fairness gate: written by `fairgate init --ci jenkins`.
pipeline {{
  agent {{ docker {{ image 'python:3.12' }} }}
  stages {{
    stage('Fairness') {{
      when {{ changeRequest() }}
      steps {{
        sh 'python -m venv .fairgate && .fairgate/bin/pip install "fairgate=={version}"'

        // Put the command here that trains or loads the model and writes its predictions,
        // unless they are in the repository: {predictions}

        // The change under judgement does not supply the judge: the policy is the target's.
        sh '''
          git fetch --depth=1 origin "$CHANGE_TARGET"
          git show "FETCH_HEAD:{policy}" > "{base_policy}" || {{
            echo "no policy in the target branch yet: judging by this change's own"
            cp "{policy}" "{base_policy}"
          }}
          .fairgate/bin/fairgate check --policy "{base_policy}" --format text \\\\
            --format junit --out fairness.xml --format html --out fairness.html
        '''
      }}
      post {{
        always {{
          junit allowEmptyResults: true, testResults: 'fairness.xml'
          archiveArtifacts allowEmptyArchive: true, artifacts: 'fairness.html'
        }}
      }}
    }}
  }}
}}
"""

_JOBS: Mapping[str, tuple[tuple[str, ...], str]] = MappingProxyType(
    {
        "github": ((".github/workflows/fairness.yml",), _GITHUB),
        "gitlab": ((".gitlab-ci.yml", "fairness.gitlab-ci.yml"), _GITLAB),
        "jenkins": (("Jenkinsfile", "Jenkinsfile.fairness"), _JENKINS),
    }
)

PLATFORMS = tuple(_JOBS)


def job_paths(platform: str) -> tuple[str, ...]:
    """Where a platform looks for its file, and a name beside it where that one is taken."""
    return _JOBS[platform][0]


def job(platform: str, policy: str, *, predictions: str, version: str) -> str:
    """Write the file for a platform.

    Parameters
    ----------
    platform : str
        One of :data:`PLATFORMS`.
    policy : str
        Path of the policy from the root of the repository.
    predictions : str
        What the policy calls its data, for a comment.
    version : str
        Release of fairgate to install.

    Examples
    --------
    >>> text = job("gitlab", "fairgate.yaml", predictions="p.csv", version="0.1.0")
    >>> "fairgate check --policy" in text
    True
    """
    folder, _, name = policy.rpartition("/")
    base = f"{folder}/.base.{name}" if folder else f".base.{name}"
    return _JOBS[platform][1].format(
        policy=policy, base_policy=base, predictions=predictions, version=version
    )
