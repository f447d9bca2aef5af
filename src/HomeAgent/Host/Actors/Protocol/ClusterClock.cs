using Akka.Actor.Setup;

namespace DsMip.HomeAgent.Actors.Protocol;

/// <summary>Tells <see cref="ClusterMessageSerializer"/>, which the actor system makes, the clock by which frames are judged.</summary>
public sealed class ClusterClock(TimeProvider time) : Setup
{
    public TimeProvider Time { get; } = time;
}
