using DsMip.Wire;

namespace DsMip.Simulation.Tests.Network;

/// <summary>An IPv4 address and a UDP port.</summary>
internal readonly record struct Endpoint(Ipv4Address Address, ushort Port)
{
    public override string ToString() => $"{Address}:{Port}";
}
