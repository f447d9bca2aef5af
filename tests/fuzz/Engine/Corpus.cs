namespace DsMip.Fuzz.Engine;

/// <summary>Inputs that each went somewhere new.</summary>
internal sealed class Corpus
{
    /// <summary>More are not kept: whoever goes on finding new ways has an input that counts something.</summary>
    public const int Most = 4096;

    private readonly List<byte[]> _inputs = [];

    public int Count => _inputs.Count;

    public bool IsFull => Count >= Most;

    public IReadOnlyList<byte[]> Inputs => _inputs;

    public void Add(ReadOnlySpan<byte> input)
    {
        if (!IsFull) _inputs.Add(input.ToArray());
    }

    /// <summary>The newer half half of the time: they lead where few have been.</summary>
    public byte[] Pick(Random random)
    {
        var from = random.Next(2) == 0 ? Count / 2 : 0;
        return _inputs[random.Next(from, Count)];
    }

    public byte[] Any(Random random) => _inputs[random.Next(Count)];
}
