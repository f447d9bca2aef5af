using DsMip.IPsec;
using DsMip.Simulation.Tests.Nodes;
using DsMip.Simulation.Tests.World;
using DsMip.Tunnel;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>Our own, in the stack.</summary>
internal sealed class BitsCrowdIpsec : ICrowdIpsec
{
    private readonly SecurityAssociationDatabase _sad = new();

    public BitsCrowdIpsec(int size)
    {
        for (var number = 0; number < size; number++) _sad.TryAdd(Keys.OpenUpdates(new Subscriber(number)), out _);
        Oracle = new InboundOracle(_sad);
    }

    public ISpiOracle Oracle { get; }

    public IIpsecPath Begin(IIpsecSink sink) => new BitsPath(_sad, Keys.HomeAgentPolicy, sink);

    public void Settle()
    {
        // It never keeps a packet.
    }

    public void Dispose() => _sad.Dispose();
}
