using Akka.Configuration;
using Akka.Event;
using Akka.Remote;

namespace DsMip.HomeAgent.Actors.Failover;

/// <summary>Suspects a peer that has been silent for long, as ever, and at once one whose machine says that nobody listens there.</summary>
public sealed class CertifiedFailureDetector(Config config, EventStream events) : PhiAccrualFailureDetector(config, events)
{
    private readonly RefusedPeers _refused = RefusedPeers.Of(events);

    public override bool IsAvailable => !(Address is { } address && _refused.Contains(address)) && base.IsAvailable;

    public override void HeartBeat()
    {
        if (Address is { } address) _refused.Heard(address);
        base.HeartBeat();
    }
}
