namespace DsMip.Fuzz.Engine;

/// <summary>Code that takes bytes from others.</summary>
internal interface IFuzzTarget : IDisposable
{
    /// <summary>Inputs that mean something: where mutation begins.</summary>
    IEnumerable<byte[]> Seeds { get; }

    /// <summary>Pieces that mean something, put into inputs now and then: addresses, options, whole messages.</summary>
    IEnumerable<byte[]> Tokens { get; }

    /// <summary>Takes one input. It stands alone: what it does depends on these bytes only, as far as coverage can tell.</summary>
    /// <exception cref="Exception">Any exception is a finding.</exception>
    void Run(ReadOnlySpan<byte> input);
}
