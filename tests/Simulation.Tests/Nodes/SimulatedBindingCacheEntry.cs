using DsMip.HomeAgent.Core;
using DsMip.Simulation.Tests.Network;
using DsMip.Simulation.Tests.Time;
using DsMip.Simulation.Tests.World;
using DsMip.Tunnel;
using DsMip.Wire.Mobility;

namespace DsMip.Simulation.Tests.Nodes;

/// <summary>
/// The home agent's entity for one mobile node: one Binding Update at a time is decided, made durable, pushed to the datapath and then
/// acknowledged. Dies with the process it lives in.
/// </summary>
internal sealed class SimulatedBindingCacheEntry(
    Scheduler scheduler, Random random, Subscriber subscriber, Setting setting, DurableState recovered, IBindingHost host)
{
    private readonly HomePolicy _policy = setting.PolicyFor(subscriber);
    private readonly Queue<Arrival> _waiting = new();
    private DurableState _state = recovered;
    private bool _busy;
    private bool _dead;

    public void Crash() => _dead = true;

    public void Receive(BindingUpdate update, Ingress ingress, Frame frame)
    {
        _waiting.Enqueue(new Arrival(update, ingress, frame));
        if (!_busy) Next();
    }

    private void Next()
    {
        _busy = _waiting.TryDequeue(out var arrival);
        if (arrival is null) return;
        var now = scheduler.Now;
        var decision = BindingUpdateProcessing.Process(_state.Entry, arrival.Update, arrival.Ingress, subscriber.HomeAddress, _policy, now);
        // The accepted ESP sequence number has to be durable even if the binding did not change: else a restart opens the window to a replay.
        scheduler.After(TimeSpan.FromMilliseconds(random.Next(1, setting.DiskMilliseconds + 1)), () =>
        {
            if (!_dead) Persisted(arrival, decision, now);
        });
    }

    private void Persisted(Arrival arrival, BindingDecision decision, DateTimeOffset decided)
    {
        _state = host.Persist(_state with { Entry = decision.Entry, Version = _state.Version + 1 }, arrival.Frame, decided);
        if (decision.Changed) host.Push(_state);
        if (decision.Acknowledgement is { } acknowledgement) host.Answer(acknowledgement, arrival.Ingress);
        Next();
    }

    private sealed record Arrival(BindingUpdate Update, Ingress Ingress, Frame Frame);
}
