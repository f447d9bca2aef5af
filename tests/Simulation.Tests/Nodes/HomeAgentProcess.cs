using DsMip.Tunnel;

namespace DsMip.Simulation.Tests.Nodes;

/// <summary>What the home agent has in memory: gone at a crash.</summary>
/// <param name="Transmit">Sends a frame of the home agent's own.</param>
internal sealed record HomeAgentProcess(IpsecBoundary Ipsec, Action<byte[]> Transmit)
{
    public BindingTable Table { get; } = new();

    public IngressLedger Ledger { get; } = new();
}
