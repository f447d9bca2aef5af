using DsMip.Simulation.Tests.World;

namespace DsMip.Simulation.Tests.Histories;

/// <summary>Leaves everything behind and arrives somewhere.</summary>
internal sealed record Move(int Who, string To) : Step
{
    public override void Happen(SimulatedWorld world)
    {
        var mobileNode = world.Inhabitants[Who].MobileNode;
        foreach (var network in mobileNode.Attachments.ToArray()) mobileNode.Detach(network);
        mobileNode.Attach(world.Networks[To]);
    }
}

/// <summary>Arrives somewhere without leaving, where the interfaces allow it.</summary>
internal sealed record Attach(int Who, string To) : Step
{
    public override void Happen(SimulatedWorld world) => world.Inhabitants[Who].MobileNode.Attach(world.Networks[To]);
}

internal sealed record Detach(int Who, string From) : Step
{
    public override void Happen(SimulatedWorld world) => world.Inhabitants[Who].MobileNode.Detach(world.Networks[From]);
}

/// <summary>Back and forth between two places, a moment in each: answers come for where the mobile node is again but was not meanwhile.</summary>
internal sealed record Flap(int Who, string First, string Second, int FirstMilliseconds, int SecondMilliseconds) : Step
{
    public override void Happen(SimulatedWorld world)
    {
        new Move(Who, First).Happen(world);
        world.Scheduler.Run(TimeSpan.FromMilliseconds(FirstMilliseconds));
        new Move(Who, Second).Happen(world);
        world.Scheduler.Run(TimeSpan.FromMilliseconds(SecondMilliseconds));
        new Move(Who, First).Happen(world);
    }
}
