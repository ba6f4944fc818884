"""The twin's addresses: one module for each part of Jira's REST API."""
