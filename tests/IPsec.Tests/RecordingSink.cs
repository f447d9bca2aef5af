namespace DsMip.IPsec.Tests;

/// <summary>Keeps what came out of a path.</summary>
internal sealed class RecordingSink : IIpsecSink
{
    public List<byte[]> Cleared { get; } = [];
    public List<byte[]> Sealed { get; } = [];
    public List<IpsecDiscard> Discards { get; } = [];

    void IIpsecSink.Clear(ReadOnlySpan<byte> packet) => Cleared.Add(packet.ToArray());

    void IIpsecSink.Protected(ReadOnlySpan<byte> packet) => Sealed.Add(packet.ToArray());

    void IIpsecSink.Discarded(ReadOnlySpan<byte> packet, IpsecDiscard why) => Discards.Add(why);
}
