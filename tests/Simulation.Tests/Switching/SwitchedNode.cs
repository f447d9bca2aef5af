using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Core.Discovery;
using DsMip.HomeAgent.Core.Switching;
using DsMip.MobileNode.Core;
using DsMip.Simulation.Tests.Time;
using DsMip.Simulation.Tests.World;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.Simulation.Tests.Switching;

/// <summary>
/// The protocol modules of two home agents and of a mobile node that knows both, with a network between them that loses, delays and reorders whole messages. What IPsec
/// and the tunnel module would do to them is left out here.
/// </summary>
internal sealed class SwitchedNode
{
    private const int SlowestMilliseconds = 1500;
    private static readonly Ipv6Address[] Addresses = [Place.HomeAgent, Ipv6Address.Parse("2001:db8:1::99")];
    private static readonly CareOfCandidate CareOf = new(IpAddress.Parse("2001:db8:2::100"), 2);
    private readonly Subscriber _subscriber = Subscriber.All[0];
    private readonly Scheduler _scheduler = new();
    private readonly BindingCacheEntry?[] _entries = new BindingCacheEntry?[Addresses.Length];
    private readonly SwitchRetransmission?[] _switches = new SwitchRetransmission?[Addresses.Length];
    private readonly Setting _setting;
    private readonly Random _random;
    private HomeRegistration _registration = null!;
    private int _alarm, _life;

    public SwitchedNode(Setting setting)
    {
        (_setting, _random) = (setting, new Random(setting.Seed));
        Turn(0, new SequenceNumber(1));
    }

    public double Loss { get; set; }

    /// <summary>Of the mobile node: which one it has turned to.</summary>
    public int Current { get; private set; }

    public RegistrationState State => _registration.State;

    /// <summary>What any home agent has sent to the mobile node.</summary>
    public int Told { get; private set; }

    public bool IsSwitching(int homeAgent) => _switches[homeAgent] is not null;

    public bool IsBound(int homeAgent) => BindingSwitch.IsPossible(_entries[homeAgent], _scheduler.Now);

    public void Run(double seconds) => _scheduler.Run(TimeSpan.FromSeconds(seconds));

    /// <param name="isNamed">The other one is in the message; otherwise the mobile node knows it from elsewhere.</param>
    public void Switch(int homeAgent, double within, bool isNamed)
    {
        if (!IsBound(homeAgent)) return;
        var state = new SwitchState(_scheduler.Now.AddSeconds(within));
        _entries[homeAgent] = _entries[homeAgent]! with { Switch = state };
        Look(homeAgent, _switches[homeAgent] = new SwitchRetransmission(state, _scheduler.Now), isNamed);
    }

    private void Look(int homeAgent, SwitchRetransmission retransmission, bool isNamed)
    {
        if (_switches[homeAgent] != retransmission) return;
        if (!IsBound(homeAgent))
        {
            _switches[homeAgent] = null;
            return;
        }
        KnownHomeAgent[] others = isNamed ? [new KnownHomeAgent([Addresses[1 - homeAgent]], 0)] : [];
        var message = BindingSwitch.Message(_entries[homeAgent]!, others, Addresses[homeAgent], _random, _scheduler.Now);
        Told++;
        Carry(() => At(homeAgent, () => Execute(_registration.SwitchReceived(message))));
        retransmission.Sent(_scheduler.Now);
        _scheduler.At(retransmission.Due, () => Look(homeAgent, retransmission, isNamed));
    }

    private void Receive(int homeAgent, BindingUpdate update)
    {
        var way = new Ingress(Encapsulation.Native, Addresses[homeAgent], Ipv6Address.Parse("2001:db8:2::100"), HomeAddressOption: true);
        var decision = BindingUpdateProcessing.Process(_entries[homeAgent], update, way, _subscriber.HomeAddress, _setting.PolicyFor(_subscriber), _scheduler.Now);
        _entries[homeAgent] = decision.Entry;
        if (BindingSwitch.InProgress(decision.Entry) is null) _switches[homeAgent] = null;
        if (decision.Acknowledgement is { } answer) Carry(() => At(homeAgent, () => Execute(_registration.AcknowledgementReceived(answer, way, _scheduler.Now))));
    }

    /// <summary>Nothing of a home agent that was left counts: it comes under another SA.</summary>
    private void At(int homeAgent, Action receive)
    {
        if (homeAgent == Current) receive();
    }

    private void Turn(int homeAgent, SequenceNumber last)
    {
        (Current, _life) = (homeAgent, _life + 1);
        _registration = new HomeRegistration(_setting.SettingsOf(_subscriber), last);
        Execute(_registration.NetworkChanged([CareOf], _scheduler.Now));
    }

    private void Execute(IReadOnlyList<Command> commands)
    {
        var (life, homeAgent) = (_life, Current);
        foreach (var command in commands)
            switch (command)
            {
                case SendBindingUpdate send: Carry(() => Receive(homeAgent, send.Message)); break;
                case WakeAt wake: Arm(wake.Time); break;
                case TurnToHomeAgent turn:
                    // As the daemon does: of those that are named, or of those that it knows.
                    Assert.True(turn.HomeAgents.Count == 0 || turn.HomeAgents[0] == Addresses[1 - homeAgent]);
                    _scheduler.After(TimeSpan.FromMilliseconds(10), () =>
                    {
                        if (life == _life) Execute(_registration.Leave(forGood: true, _scheduler.Now));
                    });
                    break;
                case HomeAgentLeft: _scheduler.After(TimeSpan.FromSeconds(1.5), () => Turn(1 - homeAgent, _registration.Status.Sequence)); break;
            }
    }

    private void Arm(DateTimeOffset time)
    {
        var (alarm, life) = (++_alarm, _life);
        if (time == DateTimeOffset.MaxValue) return;
        _scheduler.At(time, () =>
        {
            if (alarm == _alarm && life == _life) Execute(_registration.TimerDue(_scheduler.Now));
        });
    }

    private void Carry(Action arrive)
    {
        if (_random.NextDouble() < Loss) return;
        _scheduler.After(TimeSpan.FromMilliseconds(_random.Next(SlowestMilliseconds)), arrive);
    }
}
