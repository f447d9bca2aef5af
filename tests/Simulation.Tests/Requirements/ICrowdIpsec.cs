using DsMip.IPsec;
using DsMip.Tunnel;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>An IPsec that knows the mobile nodes of a <see cref="NatCrowd"/> by their home addresses.</summary>
internal interface ICrowdIpsec : IDisposable
{
    /// <summary>What the API says of its inbound SAs.</summary>
    ISpiOracle Oracle { get; }

    IIpsecPath Begin(IIpsecSink sink);

    /// <summary>Waits until nothing is inside any more.</summary>
    void Settle();
}
