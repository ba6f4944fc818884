"""Print the imported form: ``python -m fairgate.assessment.canada QUESTIONNAIRE REQUIREMENTS``."""

from __future__ import annotations

import sys

from fairgate.assessment.canada.importing import imported
from fairgate.files import read_bytes
from fairgate.yamlfile.syntax import MAX_BYTES

if __name__ == "__main__":
    survey, requirements = sys.argv[1:]
    texts = (read_bytes(survey, MAX_BYTES), read_bytes(requirements, MAX_BYTES))
    sys.stdout.write(imported(*texts, (survey, requirements)))
