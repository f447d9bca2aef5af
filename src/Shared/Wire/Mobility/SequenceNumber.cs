namespace DsMip.Wire.Mobility;

/// <summary>Sequence number of a Binding Update, compared modulo 2^16 (RFC 6275 9.5.1).</summary>
public readonly record struct SequenceNumber(ushort Value)
{
    public SequenceNumber Next => new((ushort)(Value + 1));

    /// <summary>True if this number comes after <paramref name="last"/>: not equal to it and not among the 32,768 numbers before it.</summary>
    public bool IsAfter(SequenceNumber last) => (ushort)(Value - last.Value) is > 0 and < 32768;

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
