using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Edge.Native.Claims;
using DsMip.HomeAgent.Persistence;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Edge.Native.Claims;

/// <summary>
/// One mobile node, its entity and several edges that all may think that the node is theirs. Messages wait in a bag and come out in any order, or never. The
/// rules of entity and edges are the program's own; kernels are played.
/// </summary>
internal sealed class ClaimedWorld(int edges)
{
    private const ulong Keys = 7;
    private static readonly Ipv6Address Home = Ipv6Address.Parse("2001:db8:1::a");
    private readonly SimulatedKernel[] _edges = [.. Enumerable.Range(0, edges).Select(_ => new SimulatedKernel())];
    private readonly List<Action> _underWay = [];
    private EspState _durable;
    private ulong _sent;

    /// <summary>Outbound numbers that packets have left an edge under.</summary>
    public List<ulong> Left { get; } = [];

    /// <summary>Inbound numbers of messages that the entity has decided about.</summary>
    public List<ulong> Decided { get; } = [];

    public int HeldBack { get; private set; }

    public int Refused { get; private set; }

    public void Step(int what, int which)
    {
        var edge = _edges[which % _edges.Length];
        switch (what)
        {
            case 0: _underWay.Add(() => Claim(edge)); break;
            case 1: Lose(which); break;
            case 2: edge.Crash(); break;
            case 3: edge.GiveBack(); break;
            case 4: edge.SealForSomebody(which % 300); break;
            // Somebody has recorded everything, and sends it again to anybody.
            case 5: Offer(edge, _sent == 0 ? 0 : (ulong)which % _sent + 1); break;
            case < 10: Offer(edge, ++_sent); break;
            case < 14: PassOn(edge); break;
            case < 18: Send(edge); break;
            default: Deliver(which); break;
        }
    }

    /// <summary>All that waits is done.</summary>
    public void Settle()
    {
        foreach (var edge in _edges) PassOn(edge);
        while (_underWay.Count > 0) Deliver(_underWay.Count / 2);
        foreach (var edge in _edges) Send(edge);
    }

    private void Claim(SimulatedKernel edge)
    {
        var used = _durable.OutboundReserved;
        _durable = _durable.Claimed(SignallingIpsec.Block);
        var claimed = new NumbersClaimed(Home, _durable.Claim, _durable.InboundFingerprint, _durable.InboundAccepted, used, _durable.OutboundReserved);
        _underWay.Add(() => edge.Install(claimed));
    }

    private static void Offer(SimulatedKernel edge, ulong number)
    {
        if (number != 0) edge.Open(number);
    }

    private void PassOn(SimulatedKernel edge)
    {
        while (edge.Opened.TryDequeue(out var opened))
            if (edge.Numbers(Keys) is { } numbers && numbers.Claim == opened.Claim) _underWay.Add(() => Decide(edge, opened.Number, numbers));
    }

    private void Decide(SimulatedKernel edge, ulong number, KernelNumbers numbers)
    {
        if (!_durable.IsNewest(numbers.Claim))
        {
            Refused++;
            _underWay.Add(() => edge.Grants.Lose(Home, numbers.Claim));
            return;
        }
        Decided.Add(number);
        _durable = numbers.Reserve(_durable, SignallingIpsec.Block);
        var grant = new OutboundGrant(numbers.Claim, _durable.OutboundReserved);
        _underWay.Add(() =>
        {
            edge.Grants.Extend(Home, grant);
            edge.Seal();
        });
    }

    private void Send(SimulatedKernel edge)
    {
        while (edge.Sealed.TryDequeue(out var number))
            if (edge.Grants.MayLeave(Home, (uint)number)) Left.Add(number);
            else HeldBack++;
    }

    private void Lose(int which)
    {
        if (_underWay.Count > 0) _underWay.RemoveAt(which % _underWay.Count);
    }

    private void Deliver(int which)
    {
        if (_underWay.Count == 0) return;
        var message = _underWay[which % _underWay.Count];
        _underWay.Remove(message);
        message();
    }

    /// <summary>The SAs of one edge, or none.</summary>
    private sealed class SimulatedKernel
    {
        private ulong? _outbound;
        private ulong _accepted;

        public NumberGrants Grants { get; private set; } = new();

        /// <summary>Out of ESP, and not with the edge yet.</summary>
        public Queue<(ulong Number, ulong Claim)> Opened { get; } = new();

        /// <summary>In the TUN.</summary>
        public Queue<ulong> Sealed { get; } = new();

        public void Install(NumbersClaimed claimed)
        {
            if (claimed.Claim <= Grants.ClaimOf(Home)) return;
            Grants.GiveBack(Home);
            (_outbound, _accepted) = (Math.Max(_outbound ?? 0, claimed.OutboundUsed), claimed.InboundAccepted);
            Grants.Take(claimed);
        }

        public KernelNumbers? Numbers(ulong keys) =>
            Grants.ClaimOf(Home) is var claim and not 0 && _outbound is { } last ? new KernelNumbers(keys, _accepted, last, claim) : null;

        public void Open(ulong number)
        {
            if (_outbound is null || number <= _accepted) return;
            _accepted = number;
            Opened.Enqueue((number, Grants.ClaimOf(Home)));
        }

        public void Seal()
        {
            if (_outbound is null) return;
            Sealed.Enqueue((ulong)++_outbound);
        }

        /// <summary>It counts for whoever asks it; what is not an answer of ours does not leave.</summary>
        public void SealForSomebody(int packets)
        {
            if (_outbound is not null) _outbound += (ulong)packets;
        }

        public void GiveBack()
        {
            Grants.GiveBack(Home);
            _outbound = null;
        }

        public void Crash()
        {
            Grants = new NumberGrants();
            (_outbound, _accepted) = (null, 0);
            Opened.Clear();
            Sealed.Clear();
        }
    }
}
