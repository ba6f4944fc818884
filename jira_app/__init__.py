"""The Jira app: triage on arrival, impact assessments and a gate on backlog items."""
