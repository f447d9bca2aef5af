using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Core.Revocation;
using DsMip.MobileNode.Core;
using DsMip.Simulation.Tests.Time;
using DsMip.Simulation.Tests.World;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.Simulation.Tests.Revocation;

/// <summary>
/// The protocol modules of a home agent and of a mobile node, with a network between them that loses, delays and reorders whole messages. What IPsec
/// and the tunnel module would do to them is left out here.
/// </summary>
internal sealed class RevokedPair
{
    private const int SlowestMilliseconds = 1500;
    private static readonly Ingress Way = new(Encapsulation.Native, Place.HomeAgent, Ipv6Address.Parse("2001:db8:2::100"), HomeAddressOption: true);
    private readonly Subscriber _subscriber = Subscriber.All[0];
    private readonly Scheduler _scheduler = new();
    private readonly Random _random;
    private readonly HomePolicy _policy;
    private readonly HomeRegistration _mobileNode;
    private RevocationRetransmission? _revocation;
    private int _alarm;

    public RevokedPair(Setting setting)
    {
        _random = new Random(setting.Seed);
        _policy = setting.PolicyFor(_subscriber);
        _mobileNode = new HomeRegistration(setting.SettingsOf(_subscriber), new SequenceNumber(1));
        Execute(_mobileNode.NetworkChanged([CareOf], _scheduler.Now));
    }

    public double Loss { get; set; }

    public RegistrationState State => _mobileNode.State;

    /// <summary>Of the mobile node.</summary>
    public bool HasTunnel => _mobileNode.Status.Tunnel is not null;

    public BindingCacheEntry? Entry { get; private set; }

    /// <summary>The home agent forwards to the mobile node.</summary>
    public bool IsBound => Entry is { Deregistered: false } entry && entry.Expires > _scheduler.Now;

    public bool IsRevoking => _revocation is not null;

    private static CareOfCandidate CareOf { get; } = new(IpAddress.Parse("2001:db8:2::100"), 2);

    public void Run(double seconds) => _scheduler.Run(TimeSpan.FromSeconds(seconds));

    public void Revoke(RevocationTrigger trigger)
    {
        if (!BindingRevocation.IsPossible(Entry, ipv4Only: false, _scheduler.Now)) return;
        var wanted = BindingRevocation.Requested(BindingRevocation.InProgress(Entry), trigger, ipv4Only: false, (ushort)_random.Next(ushort.MaxValue));
        if (wanted == BindingRevocation.InProgress(Entry)) return;
        Entry = Entry! with { Revocation = wanted };
        _revocation = new RevocationRetransmission(wanted, RevocationTiming.Default, _scheduler.Now);
        Look(_revocation);
    }

    private void Look(RevocationRetransmission revocation)
    {
        if (_revocation != revocation) return;
        if (revocation.IsUnanswered(_scheduler.Now))
        {
            Complete();
            return;
        }
        if (revocation.TrySend(_scheduler.Now))
        {
            var indication = BindingRevocation.Indication(Entry!, revocation.Revocation);
            Carry(() => Execute(_mobileNode.RevocationReceived(indication, _scheduler.Now)));
        }
        _scheduler.At(revocation.Due, () => Look(revocation));
    }

    private void Complete()
    {
        Entry = BindingRevocation.Complete(Entry!, _scheduler.Now);
        _revocation = null;
    }

    private void Receive(BindingUpdate update)
    {
        var decision = BindingUpdateProcessing.Process(Entry, update, Way, _subscriber.HomeAddress, _policy, _scheduler.Now);
        Entry = decision.Entry;
        if (_revocation is { } revocation && BindingRevocation.Cross(revocation.Revocation, Entry) != Crossing.StillInProgress) _revocation = null;
        if (decision.Acknowledgement is { } answer) Carry(() => Execute(_mobileNode.AcknowledgementReceived(answer, Way, _scheduler.Now)));
    }

    private void Receive(BindingRevocationAcknowledgement answer)
    {
        if (_revocation?.IsAnsweredBy(answer) == true) Complete();
    }

    private void Execute(IReadOnlyList<Command> commands)
    {
        foreach (var command in commands)
            switch (command)
            {
                case SendBindingUpdate send: Carry(() => Receive(send.Message)); break;
                case SendRevocationAcknowledgement send: Carry(() => Receive(send.Message)); break;
                case WakeAt wake: Arm(wake.Time); break;
            }
    }

    private void Arm(DateTimeOffset time)
    {
        var alarm = ++_alarm;
        if (time == DateTimeOffset.MaxValue) return;
        _scheduler.At(time, () =>
        {
            if (alarm == _alarm) Execute(_mobileNode.TimerDue(_scheduler.Now));
        });
    }

    private void Carry(Action arrive)
    {
        if (_random.NextDouble() < Loss) return;
        _scheduler.After(TimeSpan.FromMilliseconds(_random.Next(SlowestMilliseconds)), arrive);
    }
}
