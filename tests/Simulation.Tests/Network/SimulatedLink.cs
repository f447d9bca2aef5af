using DsMip.Simulation.Tests.Time;

namespace DsMip.Simulation.Tests.Network;

/// <summary>One direction of a path: delays, loses, reorders and duplicates frames.</summary>
internal sealed class SimulatedLink(Scheduler scheduler, Random random, Action<Frame> deliver)
{
    public LinkQuality Quality { get; set; } = LinkQuality.Calm;

    public void Send(Frame frame)
    {
        if (random.NextDouble() >= Quality.Loss) SendOne(frame);
        if (random.NextDouble() < Quality.Duplication) SendOne(frame);
    }

    private void SendOne(Frame frame) => scheduler.After(Quality.Delay + Quality.Jitter * random.NextDouble(), () => deliver(frame));
}
