namespace DsMip.Fuzz.Frames;

/// <summary>Reads an input from its beginning. What is missing is zero: no input is too short for any target.</summary>
internal ref struct InputReader(ReadOnlySpan<byte> input)
{
    private ReadOnlySpan<byte> _rest = input;

    public readonly bool IsEmpty => _rest.IsEmpty;

    public readonly ReadOnlySpan<byte> Rest => _rest;

    public byte Byte()
    {
        if (_rest.IsEmpty) return 0;
        var value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    public ushort Word() => (ushort)(Byte() << 8 | Byte());

    /// <summary>As many bytes as the next one says.</summary>
    public ReadOnlySpan<byte> Part()
    {
        var length = Math.Min(Byte(), _rest.Length);
        var part = _rest[..length];
        _rest = _rest[length..];
        return part;
    }
}
