namespace DsMip.Tunnel;

/// <param name="PerSecond">Packets a second in the long run.</param>
/// <param name="Burst">Packets at once after a rest; at least 1.</param>
public readonly record struct RateLimit(double PerSecond, double Burst);
