using System.Diagnostics;
using DsMip.Linux;

namespace DsMip.Load;

/// <summary>
/// Many mobile nodes against a home agent, on one thread. Open it in the network namespace where the nodes are to be, then run phases, one after the
/// other; the nodes keep their bindings between phases.
/// <code>
/// using var load = namespace.Run(() => LoadGenerator.Open(settings));   // sockets stay in that namespace
/// load.Run(LoadPhase.Register(2000));
/// var result = load.Run(new LoadPhase { Rate = 500, Duration = TimeSpan.FromSeconds(20) });   // result.LongestSilence, .LatencyAt(99), ...
/// var payload = load.Payload;                                            // losses, copies, wrong places
/// </code>
/// <see cref="Run"/> blocks its thread; to break something meanwhile call it by <c>Task.Run</c> and watch <see cref="Accepted"/>. With
/// <see cref="LoadSettings.Acknowledgements"/> every acknowledgement is written down for <see cref="AcknowledgementCheck"/>.
/// </summary>
public sealed class LoadGenerator : IDisposable
{
    private const int RetransmissionsAtOnce = 256;
    private static readonly DateTimeOffset EspEpoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly LoadNetwork _network;
    private readonly AcknowledgementLog? _log;
    private readonly SimulatedNode[] _nodes;
    private readonly Registrations _registrations;
    private readonly Arrivals _arrivals;
    private readonly PayloadFlows _payload;
    private readonly SendBatch _output;
    private readonly LoadLoop _loop;
    private readonly FramePoller _poller;

    private LoadGenerator(LoadSettings settings)
    {
        _network = new LoadNetwork(settings);
        _log = settings.Acknowledgements is { } path ? new AcknowledgementLog(path) : null;
        _nodes = Simulate(settings);
        _output = new SendBatch(_network.Sender!);
        var random = new Random(settings.Seed);
        _registrations = new Registrations(settings, new SignallingCodec(settings), new CareOfAddresses(settings, random), _output, _log);
        _arrivals = new Arrivals(_nodes, random);
        _payload = new PayloadFlows(settings, _nodes, _output);
        _loop = new LoadLoop(settings, _nodes.ToDictionary(node => node.Identity.HomeAddress), _registrations, _payload, _output);
        _poller = new FramePoller(_loop);
        foreach (var source in _network.Sources) _poller.Add(source);
    }

    /// <summary>Opens all sockets; needs CAP_NET_RAW and CAP_NET_ADMIN.</summary>
    /// <exception cref="LoadException">The settings contradict each other.</exception>
    /// <exception cref="LinuxException">The machine refuses; the message says what.</exception>
    public static LoadGenerator Open(LoadSettings settings)
    {
        LoadSettingsCheck.Check(settings);
        return new LoadGenerator(settings);
    }

    /// <summary>Updates accepted in the present phase so far. Any thread.</summary>
    public long Accepted => Volatile.Read(ref _registrations.Meter.Accepted);

    /// <summary>Updates begun in the present phase so far. Any thread.</summary>
    public long Started => Volatile.Read(ref _registrations.Meter.Started);

    /// <summary>What became of the payload so far. After a phase, or between phases.</summary>
    public PayloadReport Payload => _payload.Report();

    /// <summary>What should not have come, and what could not be sent.</summary>
    public LoadFaults Faults => new(_registrations.Misdelivered, _registrations.Unopened, _loop.Unknown, _output.Failed, _network.QueueDrops);

    /// <summary>Runs a phase to its end, on this thread.</summary>
    /// <param name="stop">Ends the phase early, without waiting for answers.</param>
    public PhaseResult Run(LoadPhase phase, CancellationToken stop = default)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var ticker = new Ticker(_poller.Wake);
        var meter = _registrations.Meter = new PhaseMeter(phase.Name);
        var (processor, start) = (Process.GetCurrentProcess().TotalProcessorTime, LoadClock.Now);
        meter.Begin(start);
        _payload.Begin(start);
        _arrivals.Begin(phase, start);
        _loop.Tick = now => Tick(phase, start, now, end);
        _poller.Run(end.Token);
        _registrations.NoteOutstanding(_nodes);
        _loop.EndBatch();
        return meter.Result(_arrivals.Offered, LoadClock.Now - start, Process.GetCurrentProcess().TotalProcessorTime - processor);
    }

    public void Dispose()
    {
        _poller.Dispose();
        _network.Dispose();
        _log?.Dispose();
    }

    private void Tick(LoadPhase phase, long start, long now, CancellationTokenSource end)
    {
        if (_arrivals.Run(_registrations, now)) _poller.Wake();
        _registrations.Retransmit(now, RetransmissionsAtOnce);
        _payload.SendDue(now);
        if (!_arrivals.IsOver) return;
        var drained = now - start - _arrivals.Offered > LoadClock.Of(phase.Drain);
        if (_registrations.Outstanding == 0 || drained) end.Cancel();
    }

    private static SimulatedNode[] Simulate(LoadSettings settings)
    {
        // Later than in any earlier run with these keys, as no ESP sequence number may come twice: 32 a second are enough for one node.
        var first = (ulong)(DateTimeOffset.UtcNow - EspEpoch).TotalSeconds * 32 % uint.MaxValue + 1;
        var overIpv6 = (int)Math.Round(settings.Nodes.Count * settings.Ipv6Share);
        // Spread evenly, so that payload, which the first nodes have, goes both ways.
        var nodes = settings.Nodes.Select((node, i) => new SimulatedNode(node, IsIpv6(i, overIpv6, settings.Nodes.Count)) { EspNext = first }).ToArray();
        foreach (var node in nodes.Take(settings.DynamicIpv4)) node.Ipv4 ??= Registrations.AnyAddress;
        foreach (var node in nodes.Skip(settings.DynamicIpv4).Take(settings.DynamicPrefixes)) node.Ipv4 ??= Registrations.AnyPrefix;
        return nodes;
    }

    private static bool IsIpv6(int index, int share, int count) => (long)(index + 1) * share / count > (long)index * share / count;
}
