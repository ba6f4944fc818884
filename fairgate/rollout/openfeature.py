"""The guard for applications that speak OpenFeature: a provider, or a hook beside another one.

Neither ever fails open: a guarded flag is False whenever the guard does not say yes, whatever
default the caller gave and whatever goes wrong. https://openfeature.dev/specification
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from openfeature.evaluation_context import EvaluationContext
from openfeature.flag_evaluation import (
    FlagEvaluationDetails,
    FlagResolutionDetails,
    FlagType,
    FlagValueType,
    Reason,
)
from openfeature.hook import Hook, HookContext, HookHints
from openfeature.provider import AbstractProvider, FeatureProvider, Metadata

from fairgate.rollout.guard import Answer, Guard

_Object = Sequence[FlagValueType] | Mapping[str, FlagValueType]


class GuardHook(Hook):
    """Switches guarded flags off, after any provider, unless the guard says yes.

    Parameters
    ----------
    guard : Guard
        Who decides.
    flags : collection of str
        Names of the guarded flags; others are left alone.
    """

    def __init__(self, guard: Guard, flags: Collection[str]) -> None:
        self._guard = guard
        self._flags = frozenset(flags)

    def finally_after(
        self,
        hook_context: HookContext,
        details: FlagEvaluationDetails[FlagValueType],
        hints: HookHints,  # noqa: ARG002 - the interface's
    ) -> None:
        """Run last, after errors too: an earlier stage that fails gives the caller's default."""
        if hook_context.flag_key not in self._flags or details.value is False:
            return
        details.value = False
        asked = _ask(self._guard, hook_context.flag_key, hook_context.evaluation_context)
        if asked.on and hook_context.flag_type is FlagType.BOOLEAN and not details.error_code:
            details.value = True
        else:
            details.reason = Reason.DISABLED


class GuardProvider(AbstractProvider):
    """Answers guarded flags by the guard, and all others by another provider.

    Parameters
    ----------
    inner : FeatureProvider
        Answers for the others, and values of other kinds.
    guard : Guard
        Who decides.
    flags : collection of str
        Names of the guarded flags.
    """

    def __init__(self, inner: FeatureProvider, guard: Guard, flags: Collection[str]) -> None:
        super().__init__()
        self._inner = inner
        self._guard = guard
        self._flags = frozenset(flags)

    def get_metadata(self) -> Metadata:
        """Name it after the provider within."""
        return Metadata(name=f"fairgate guard over {self._inner.get_metadata().name}")

    def initialize(self, evaluation_context: EvaluationContext) -> None:
        """Initialise the provider within."""
        self._inner.initialize(evaluation_context)

    def shutdown(self) -> None:
        """Shut the provider within down."""
        self._inner.shutdown()

    def get_provider_hooks(self) -> list[Hook]:
        """Give the hooks of the provider within, and one for guarded flags that it answers."""
        return [*self._inner.get_provider_hooks(), GuardHook(self._guard, self._flags)]

    def resolve_boolean_details(
        self,
        flag_key: str,
        default_value: bool,  # noqa: FBT001 - the interface's
        evaluation_context: EvaluationContext | None = None,
    ) -> FlagResolutionDetails[bool]:
        """Resolve a flag; a guarded one never by the default."""
        if flag_key not in self._flags:
            return self._inner.resolve_boolean_details(flag_key, default_value, evaluation_context)
        asked = _ask(self._guard, flag_key, evaluation_context)
        reason = Reason.TARGETING_MATCH if asked.on else Reason.DISABLED
        told = {"because": asked.because} if asked.because else {}
        return FlagResolutionDetails(asked.on, reason=reason, flag_metadata=told)

    def resolve_string_details(
        self,
        flag_key: str,
        default_value: str,
        evaluation_context: EvaluationContext | None = None,
    ) -> FlagResolutionDetails[str]:
        """Leave it to the provider within."""
        return self._inner.resolve_string_details(flag_key, default_value, evaluation_context)

    def resolve_integer_details(
        self,
        flag_key: str,
        default_value: int,
        evaluation_context: EvaluationContext | None = None,
    ) -> FlagResolutionDetails[int]:
        """Leave it to the provider within."""
        return self._inner.resolve_integer_details(flag_key, default_value, evaluation_context)

    def resolve_float_details(
        self,
        flag_key: str,
        default_value: float,
        evaluation_context: EvaluationContext | None = None,
    ) -> FlagResolutionDetails[float]:
        """Leave it to the provider within."""
        return self._inner.resolve_float_details(flag_key, default_value, evaluation_context)

    def resolve_object_details(
        self,
        flag_key: str,
        default_value: _Object,
        evaluation_context: EvaluationContext | None = None,
    ) -> FlagResolutionDetails[_Object]:
        """Leave it to the provider within."""
        return self._inner.resolve_object_details(flag_key, default_value, evaluation_context)


def _ask(guard: Guard, flag: str, context: EvaluationContext | None) -> Answer:
    """Ask with OpenFeature's targeting key as the person."""
    key = context.targeting_key if context else None
    attributes: dict[str, Any] = dict(context.attributes) if context else {}
    return guard.ask(flag, key or "", {"properties": attributes})
