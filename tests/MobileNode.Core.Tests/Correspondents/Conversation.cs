using DsMip.MobileNode.Core.Correspondents;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core.Tests.Correspondents;

/// <summary>A mobile node's correspondent registrations and one correspondent, on a virtual clock; what the network between them loses is the test's to say.</summary>
internal sealed class Conversation
{
    public static readonly Ipv6Address Home = Node.HomeAddress;
    public static readonly Ipv6Address Peer = Ipv6Address.Parse("2001:db8:c::10");
    public static readonly CareOfPlace A = new(Ipv6Address.Parse("2001:db8:a::2"), 2, Node.Start.AddHours(10));
    public static readonly CareOfPlace B = new(Ipv6Address.Parse("2001:db8:b::2"), 3, Node.Start.AddHours(10));

    private readonly Random _random = new(7);

    public Conversation() => Registrations = new CorrespondentRegistrations(Home, Node.HomeAgent, () => (ulong)_random.NextInt64());

    public CorrespondentRegistrations Registrations { get; }

    public CorrespondentNode Correspondent { get; } = new(Peer);

    public DateTimeOffset Now { get; private set; } = Node.Start;

    public bool LosesHomeTests { get; set; }

    public bool LosesCareOfTests { get; set; }

    public bool LosesUpdates { get; set; }

    public bool IsInUse { get; set; } = true;

    /// <summary>Everything commanded so far, and when.</summary>
    public List<(DateTimeOffset At, CorrespondentCommand Command)> Log { get; } = [];

    /// <summary>Where packets to the correspondent leave from; null: by the tunnel.</summary>
    public Ipv6Address? Route { get; private set; }

    /// <summary>Packets of the correspondent may come directly.</summary>
    public bool Accepts { get; private set; }

    public IEnumerable<T> Sent<T>() where T : class => Log.Select(entry => MessageOf(entry.Command) as T).OfType<T>();

    public IEnumerable<DateTimeOffset> TimesOf<T>() => Log.Where(entry => MessageOf(entry.Command) is T).Select(entry => entry.At);

    public void Go(CareOfPlace place) => Do(Registrations.Moved(Whereabouts.Away, place, Now));

    public void Go(Whereabouts where) => Do(Registrations.Moved(where, null, Now));

    /// <summary>The tunnel delivers a packet of the correspondent.</summary>
    public void Trigger() => Do(Registrations.PacketTunnelled(Peer, Now));

    public Conversation Bind()
    {
        Go(A);
        Trigger();
        Assert.Equal(A.CareOf, Route);
        return this;
    }

    /// <summary>Timers fire when they asked for it.</summary>
    public void Advance(double seconds)
    {
        var end = Now.AddSeconds(seconds);
        while (Registrations.WakeAt <= end)
        {
            Now = Registrations.WakeAt > Now ? Registrations.WakeAt : Now;
            var due = Registrations.WakeAt;
            Do(Registrations.TimerDue(_ => IsInUse, Now));
            Assert.NotEqual((due, due), (Registrations.WakeAt, Now));
        }
        Now = end;
    }

    public bool Receive(IMobilityMessage message, Ipv6Address destination, Ipv6Address? from = null, byte[]? header = null)
    {
        var bytes = header ?? MobilityHeaderCodec.Write(message, from ?? Peer, Home);
        Do(Registrations.Received(from ?? Peer, destination, message, bytes, Now, out var counts));
        return counts;
    }

    public void Do(IReadOnlyList<CorrespondentCommand> commands)
    {
        foreach (var command in commands)
        {
            Log.Add((Now, command));
            switch (command)
            {
                case SetRoute set: (Route, Accepts) = (set.CareOf, true); break;
                case ClearRoute: (Route, Accepts) = (null, false); break;
                case SendFromHomeAddress { Message: HomeTestInit init }:
                    if (!LosesHomeTests) Receive(Correspondent.Answer(init, Home, Now), Home);
                    break;
                case SendFromCareOfAddress { Message: CareOfTestInit init } send:
                    if (!LosesCareOfTests) Receive(Correspondent.Answer(init, send.Place.CareOf, Now), send.Place.CareOf);
                    break;
                case SendFromCareOfAddress { Message: BindingUpdate update } send: Update(update, send.Place.CareOf); break;
                case SendFromHomeAddress { Message: BindingUpdate update }: Update(update, Home); break;
            }
        }
    }

    private void Update(BindingUpdate update, Ipv6Address source)
    {
        if (LosesUpdates) return;
        var answer = Correspondent.Answer(update, MobilityHeaderCodec.Write(update, Home, Peer), source, Home, Now);
        if (answer is null || !MobilityHeaderCodec.TryRead(answer, Peer, Home, out var message, out _)) return;
        Receive(message!, source, header: answer);
    }

    private static IMobilityMessage? MessageOf(CorrespondentCommand command) => command switch
    {
        SendFromHomeAddress send => send.Message,
        SendFromCareOfAddress send => send.Message,
        _ => null,
    };
}
