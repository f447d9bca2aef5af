using System.Text;

namespace DsMip.Ike.Vici;

/// <summary>What a key of a message stands for: a value, a list of values, or a section of further keys.</summary>
public abstract class ViciItem
{
    private protected ViciItem()
    {
    }

    public static implicit operator ViciItem(string text) => new ViciValue(Encoding.UTF8.GetBytes(text));

    public static implicit operator ViciItem(byte[] bytes) => new ViciValue(bytes);

    public static implicit operator ViciItem(string[] texts) => new ViciList([.. texts.Select(text => new ViciValue(Encoding.UTF8.GetBytes(text)))]);

    public static implicit operator ViciItem(byte[][] values) => new ViciList([.. values.Select(value => new ViciValue(value))]);
}

/// <summary>Bytes; mostly they are text.</summary>
public sealed class ViciValue(ReadOnlyMemory<byte> bytes) : ViciItem
{
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    public string Text => Encoding.UTF8.GetString(Bytes.Span);
}

public sealed class ViciList(IReadOnlyList<ViciValue> values) : ViciItem
{
    public IReadOnlyList<ViciValue> Values { get; } = values;
}
