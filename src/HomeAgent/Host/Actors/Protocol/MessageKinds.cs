using System.Collections.Frozen;
using DsMip.HomeAgent.Actors.Switching;
using DsMip.HomeAgent.Edge.Blocks;
using DsMip.HomeAgent.Events;

namespace DsMip.HomeAgent.Actors.Protocol;

/// <summary>All messages between processes. A manifest is never given to another message.</summary>
internal static class MessageKinds
{
    private static readonly MessageKind[] All =
    [
        MessageKind.Of("cf", Messages.SignallingFrame.Parser, SignallingMapping.ToMessage, SignallingMapping.ToClassifiedFrame),
        MessageKind.Of("of", Messages.SignallingFrame.Parser, SignallingMapping.ToMessage, SignallingMapping.ToOpenedFrame),
        MessageKind.Of("tx", Messages.Transmit.Parser, SignallingMapping.ToMessage, SignallingMapping.FromMessage),
        MessageKind.Of("fd", Messages.FrameDropped.Parser, SignallingMapping.ToMessage, SignallingMapping.FromMessage),
        MessageKind.Of("sf", Messages.SteeredPacket.Parser, SteeringMapping.ToMessage, SteeringMapping.ToFrame),
        MessageKind.Of("sa", Messages.SteeredPacket.Parser, SteeringMapping.ToMessage, SteeringMapping.ToAnswer),
        MessageKind.Of("cn", Messages.ForHomeAddress.Parser, EntityMapping.ToMessage, home => new ClaimNumbers(EntityMapping.HomeAddress(home))),
        MessageKind.Of("nc", Messages.NumbersClaimed.Parser, SteeringMapping.ToMessage, SteeringMapping.ToClaimed),
        MessageKind.Of("tc", Messages.TunnelChanged.Parser, TunnelMapping.ToMessage, TunnelMapping.FromMessage),
        MessageKind.Of("tb", Messages.TunnelBatch.Parser, TunnelMapping.ToMessage, TunnelMapping.FromMessage),
        MessageKind.Of("bc", Messages.BatchConfirmed.Parser, TunnelMapping.ToMessage, TunnelMapping.FromMessage),
        MessageKind.Of("pa", Messages.ProbeAddress.Parser, HomeLinkMapping.ToMessage, HomeLinkMapping.FromMessage),
        MessageKind.Of("ap", Messages.AddressProbed.Parser, HomeLinkMapping.ToMessage, HomeLinkMapping.FromMessage),
        MessageKind.Of("er", Messages.Nothing.Parser, (EdgeReady _) => new Messages.Nothing(), _ => EdgeReady.Instance),
        MessageKind.Of("dr", Messages.Nothing.Parser, (EdgeDraining _) => new Messages.Nothing(), _ => EdgeDraining.Instance),
        MessageKind.Of("eq", Messages.Nothing.Parser, (EdgeQuestion _) => new Messages.Nothing(), _ => EdgeQuestion.Instance),
        MessageKind.Of("es", Messages.EdgeReport.Parser, EdgeMapping.ToMessage, EdgeMapping.FromMessage),
        MessageKind.Of("ew", Messages.Nothing.Parser, (EventsWanted _) => new Messages.Nothing(), _ => EventsWanted.Instance),
        MessageKind.Of("eb", Messages.EventBatch.Parser, EventMapping.ToMessage, EventMapping.FromMessage),
        MessageKind.Of("pw", Messages.PacketsWanted.Parser, TraceMapping.ToMessage, TraceMapping.FromMessage),
        MessageKind.Of("ps", Messages.PacketsSeen.Parser, TraceMapping.ToMessage, TraceMapping.FromMessage),
        MessageKind.Of("cr", Messages.ConnectionRefused.Parser, FailoverMapping.ToMessage, FailoverMapping.FromMessage),
        MessageKind.Of("le", Messages.ForHomeAddress.Parser, EntityMapping.ToMessage, home => new LifetimeEnded(EntityMapping.HomeAddress(home))),
        MessageKind.Of("ad", Messages.ForHomeAddress.Parser, EntityMapping.ToMessage, home => new AdvertisementDue(EntityMapping.HomeAddress(home))),
        MessageKind.Of("rb", Messages.RevokeBinding.Parser, RevocationMapping.ToMessage, RevocationMapping.FromMessage),
        MessageKind.Of("rd", Messages.BindingRevoked.Parser, RevocationMapping.ToMessage, RevocationMapping.FromMessage),
        MessageKind.Of("sh", Messages.SwitchHomeAgent.Parser, SwitchMapping.ToMessage, SwitchMapping.FromMessage),
        MessageKind.Of("sr", Messages.SwitchAnswer.Parser, SwitchMapping.ToMessage, SwitchMapping.FromMessage),
        MessageKind.Of("sw", Messages.ForHomeAddress.Parser, SwitchMapping.ToMessage, home => new SwitchTurnWanted(EntityMapping.HomeAddress(home))),
        MessageKind.Of("sx", Messages.Nothing.Parser, (SwitchTurn _) => new Messages.Nothing(), _ => SwitchTurn.Instance),
        MessageKind.Of("tj", Messages.ForHomeAddress.Parser, EntityMapping.ToMessage, home => new TryJournal(EntityMapping.HomeAddress(home))),
        MessageKind.Of("td", Messages.Nothing.Parser, (Tried _) => new Messages.Nothing(), _ => Tried.Instance),
        MessageKind.Of("st", Messages.Nothing.Parser, (Stop _) => new Messages.Nothing(), _ => Stop.Instance),
    ];

    public static readonly FrozenDictionary<string, MessageKind> ByManifest = All.ToFrozenDictionary(kind => kind.Manifest);

    public static readonly FrozenDictionary<Type, MessageKind> ByType = All.ToFrozenDictionary(kind => kind.Type);
}
