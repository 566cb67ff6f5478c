public import TuttiCore
public import TuttiModels

/// The executor reads ``ModelError/isRetryable`` and ``ModelError/retryAfter`` when it decides about another attempt.
extension ModelError: TuttiCore.RetryAdvice {}
