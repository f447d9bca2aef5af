namespace DsMip.Wire.Mobility;

/// <summary>A mobility option (RFC 6275 6.2): Type, Length and data. Padding is the codec's business and never shows up here.</summary>
public abstract record MobilityOption
{
    public abstract byte Type { get; }

    /// <summary>Value of the Length field: bytes after Type and Length.</summary>
    public abstract int Length { get; }

    /// <summary>The option starts where (offset from the start of the Mobility Header) mod <c>Alignment.N</c> = <c>Alignment.Offset</c>.</summary>
    public virtual (int N, int Offset) Alignment => (1, 0);

    /// <summary>Writes exactly <see cref="Length"/> bytes.</summary>
    public abstract void WriteData(ref WireWriter writer);
}
