using DsMip.Tunnel;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>A mobile node and its home agent with the SPD of the draft and some IPsec; kinds of packets go by their names in <see cref="MobileIpTraffic"/>.</summary>
internal interface IProtectedPair : IDisposable
{
    /// <summary>The mobile node's SAD, asked by the tunnel module.</summary>
    ISpiOracle Updates { get; }

    /// <summary>The SA that has to carry packets of this kind.</summary>
    uint SpiOf(string kind);

    /// <summary>The sender has sent one; what comes out of its IPsec.</summary>
    byte[] Seal(string kind);

    /// <summary>The receiver's IPsec gets a sealed packet; it has to let out the one that was sent last of this kind.</summary>
    void Arrives(string kind, byte[] sealedPacket);
}
