namespace DsMip.Wire.Mobility;

/// <summary>Lifetime of a binding in units of 4 seconds, 0 to 65535 (RFC 6275 6.1.7).</summary>
public readonly record struct BindingLifetime(ushort Units) : IComparable<BindingLifetime>
{
    public const int SecondsPerUnit = 4;
    public static readonly BindingLifetime Zero;

    public bool IsZero => Units == 0;

    public TimeSpan ToTimeSpan() => TimeSpan.FromSeconds((long)Units * SecondsPerUnit);

    /// <summary>Rounds down to whole units, so that a granted lifetime never exceeds the limit it came from.</summary>
    public static BindingLifetime From(TimeSpan time) =>
        new((ushort)Math.Clamp(time.Ticks / (SecondsPerUnit * TimeSpan.TicksPerSecond), 0, ushort.MaxValue));

    public static BindingLifetime Min(BindingLifetime a, BindingLifetime b) => a.Units <= b.Units ? a : b;

    public int CompareTo(BindingLifetime other) => Units.CompareTo(other.Units);

    public override string ToString() => ToTimeSpan().ToString("c", System.Globalization.CultureInfo.InvariantCulture);

    public static bool operator <(BindingLifetime left, BindingLifetime right) => left.Units < right.Units;
    public static bool operator >(BindingLifetime left, BindingLifetime right) => left.Units > right.Units;
    public static bool operator <=(BindingLifetime left, BindingLifetime right) => left.Units <= right.Units;
    public static bool operator >=(BindingLifetime left, BindingLifetime right) => left.Units >= right.Units;
}
