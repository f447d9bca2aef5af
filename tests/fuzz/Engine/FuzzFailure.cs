namespace DsMip.Fuzz.Engine;

/// <summary>Something is wrong with what is fuzzed.</summary>
/// <param name="input">What shows it; empty if it was no single input.</param>
internal sealed class FuzzFailure(string message, byte[] input) : Exception(message)
{
    public byte[] Input { get; } = input;
}
