using DsMip.Simulation.Tests.Nodes;

namespace DsMip.Simulation.Tests.World;

/// <summary>A mobile node, what the home agent has for it, what it should have, and who is after it.</summary>
internal sealed record Inhabitant(SimulatedMobileNode MobileNode, ServedMobileNode Served, ReferenceModel Model, SimulatedAttacker Attacker)
{
    public Subscriber Subscriber => MobileNode.Subscriber;
}
