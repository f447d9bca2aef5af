namespace DsMip.Load;

/// <summary>
/// When updates are due, as times since the start of a phase. The clock knows nothing of answers: an update that the system was too slow to take
/// is still due at its time, and waits from then on. Pure.
/// </summary>
internal sealed class ArrivalClock(LoadPhase phase, Random random)
{
    private readonly double _rate = phase.Rate;
    private readonly double _ramp = phase.Ramp.TotalSeconds;
    private double _expected;

    /// <summary>Nanoseconds after the start. Never decreases.</summary>
    public long Next()
    {
        _expected += phase.Poisson ? -Math.Log(1 - random.NextDouble()) : 1;
        return (long)(When(_expected) * 1e9);
    }

    /// <summary>When so many updates are to be expected: the inverse of the integral of the rate.</summary>
    private double When(double count)
    {
        var duringRamp = _rate * _ramp / 2;
        return count < duringRamp ? Math.Sqrt(2 * count * _ramp / _rate) : _ramp + (count - duringRamp) / _rate;
    }
}
