using DsMip.Fuzz.Engine;
using DsMip.Fuzz.Frames;
using DsMip.IPsec;

namespace DsMip.Fuzz.Targets;

/// <summary>
/// ESP of every suite, in both modes. First byte: which SA; second: is what follows sealed under its keys, trailer and all, or is it the packet? Nothing may
/// come out that was not sealed.
/// </summary>
internal sealed class EspPackets : IFuzzTarget, IIpsecSink
{
    private static readonly TunnelEndpoints Ends = new(Lab.HomeAgent, Lab.Alice);
    private readonly SecurityAssociationDatabase _sad = new();
    private readonly SealedBody[] _associations;
    private readonly BitsPath _inbound;
    private readonly BitsPath _outbound;
    private bool _mayComeOut;

    public EspPackets()
    {
        _associations = [.. Enum.GetValues<EspSuite>().SelectMany(suite => new[] { false, true }.Select(tunnel => Add(suite, tunnel)))];
        _inbound = new BitsPath(_sad, new SecurityPolicyDatabase(SecurityPolicy.Protect(PolicyDirection.Inbound, TrafficSelector.Any)), this);
        _outbound = new BitsPath(_sad, new SecurityPolicyDatabase(SecurityPolicy.Bypass(PolicyDirection.Outbound, TrafficSelector.Any)), this);
    }

    private static readonly byte[][] Bodies =
    [
        [1, .. SeedPackets.Payload, 1, 2, 2, 41], [1, .. SeedPackets.PayloadIpv4, 0, 4], [1, .. SeedPackets.ClearUpdate[40..], 0, 135],
        [0, .. SeedPackets.Sealed], [0, .. SeedPackets.SealedBehindOption], [0, .. SeedPackets.PayloadIpv4],
    ];

    public IEnumerable<byte[]> Seeds =>
        from association in Enumerable.Range(0, _associations.Length)
        from seed in Bodies
        select (byte[])[(byte)association, .. seed];

    public IEnumerable<byte[]> Tokens => Lab.Addresses;

    public void Run(ReadOnlySpan<byte> input)
    {
        var reader = new InputReader(input);
        var association = _associations[reader.Byte() % _associations.Length];
        _mayComeOut = (reader.Byte() & 1) != 0;
        if (_mayComeOut)
        {
            _inbound.Inbound(association.Seal(reader.Rest));
            return;
        }
        _inbound.Inbound(reader.Rest);
        _mayComeOut = true;
        _outbound.Outbound(reader.Rest);
    }

    public void Dispose()
    {
        foreach (var association in _associations) association.Dispose();
        _sad.Dispose();
    }

    void IIpsecSink.Protected(ReadOnlySpan<byte> packet)
    {
        // The sender's side has no keys here.
    }

    void IIpsecSink.Clear(ReadOnlySpan<byte> packet) => Require.That(_mayComeOut, "nothing comes out that was not sealed");

    void IIpsecSink.Discarded(ReadOnlySpan<byte> packet, IpsecDiscard why) => Require.That(why != IpsecDiscard.None, "what is discarded has a reason");

    private SealedBody Add(EspSuite suite, bool tunnel)
    {
        var parameters = SealedBody.Parameters(suite, new Spi((uint)(0x1000 + 2 * (int)suite + (tunnel ? 1 : 0))));
        if (!_sad.TryAdd(new InboundSecurityAssociation(parameters, TrafficSelector.Any, tunnel ? Ends : null), out var error)) throw new InvalidOperationException(error);
        return new SealedBody(parameters, Lab.Alice, Lab.HomeAgent);
    }
}
