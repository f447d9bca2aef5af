using DsMip.Simulation.Tests.Network;
using DsMip.Simulation.Tests.World;

namespace DsMip.Simulation.Tests.Histories;

internal sealed record Wait(double Seconds) : Step
{
    public override void Happen(SimulatedWorld world) => world.Scheduler.Run(TimeSpan.FromSeconds(Seconds));
}

internal sealed record Weather(int DelayMilliseconds, int JitterMilliseconds, double Loss, double Duplication) : Step
{
    public override void Happen(SimulatedWorld world) => world.Weather = new LinkQuality(
        TimeSpan.FromMilliseconds(DelayMilliseconds), TimeSpan.FromMilliseconds(JitterMilliseconds), Loss, Duplication);
}

/// <summary>Payload in all directions; nobody minds if it is lost now.</summary>
internal sealed record Chat(int Who) : Step
{
    public override void Happen(SimulatedWorld world)
    {
        var who = world.Inhabitants[Who];
        who.MobileNode.Send(who.Subscriber.HomeAddress, Place.Correspondent, world.NextPayload());
        who.MobileNode.Send(who.Subscriber.Ipv4HomeAddress, Place.CorrespondentIpv4, world.NextPayload());
        world.Correspondent.Send(who.Subscriber.HomeAddress, world.NextPayload());
        world.Correspondent.Send(who.Subscriber.Ipv4HomeAddress, world.NextPayload());
    }
}

internal enum ComplaintKind { PayloadLost, CareOfAddressUnreachable, BindingError }

/// <summary>Somebody tells the mobile node, rightly or not, that something is wrong.</summary>
internal sealed record Complaint(int Who, ComplaintKind Kind) : Step
{
    public override void Happen(SimulatedWorld world) => world.Inhabitants[Who].MobileNode.Hear(Kind);
}

/// <summary>The network calms down and time passes; then everybody agrees.</summary>
internal sealed record Rest : Step
{
    public override void Happen(SimulatedWorld world) => Calm.Check(world);
}
