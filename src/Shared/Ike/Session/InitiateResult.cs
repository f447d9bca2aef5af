namespace DsMip.Ike;

/// <param name="Reason">charon's, when there is no security association.</param>
public sealed record InitiateResult(bool IsEstablished, string? Reason);
