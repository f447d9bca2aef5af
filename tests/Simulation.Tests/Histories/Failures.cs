using DsMip.Simulation.Tests.World;
using DsMip.Wire.Mobility;

namespace DsMip.Simulation.Tests.Histories;

/// <summary>kill -9 of the home agent, and its start after a while.</summary>
internal sealed record HomeAgentCrash(double DownSeconds) : Step
{
    public override void Happen(SimulatedWorld world)
    {
        world.HomeAgent.Crash();
        world.Scheduler.Run(TimeSpan.FromSeconds(DownSeconds));
        world.HomeAgent.Start();
    }
}

/// <summary>
/// The mobile node's daemon starts anew; with its memory of sequence numbers, or without. Who forgets needs to be gone for longer than packets
/// live in the network: RFC 6275 has no other means to tell an old Binding Update with a high number from a new one.
/// </summary>
internal sealed record MobileNodeRestart(int Who, ushort? ForgottenNumber) : Step
{
    private static readonly TimeSpan PacketLifetime = TimeSpan.FromSeconds(3);

    public override void Happen(SimulatedWorld world)
    {
        var mobileNode = world.Inhabitants[Who].MobileNode;
        mobileNode.Stop();
        if (ForgottenNumber is not null) world.Scheduler.Run(PacketLifetime);
        mobileNode.Restart(ForgottenNumber is { } number ? new SequenceNumber(number) : mobileNode.LastSequence);
    }
}

/// <summary>The mobile node's daemon says good-bye and ends, until the next restart.</summary>
internal sealed record MobileNodeShutdown(int Who) : Step
{
    public override void Happen(SimulatedWorld world) => world.Inhabitants[Who].MobileNode.Shutdown();
}

/// <summary>A NAT loses its mappings.</summary>
internal sealed record NatReboot(string Network) : Step
{
    public override void Happen(SimulatedWorld world) => world.Networks[Network].Nat!.Forget();
}

/// <summary>A NAT loses its mappings and its address.</summary>
internal sealed record NatRenumbering(string Network) : Step
{
    public override void Happen(SimulatedWorld world) => world.Networks[Network].Renumber();
}
