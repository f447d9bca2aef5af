using DsMip.Wire;

namespace DsMip.Linux.Netlink.Xfrm;

/// <summary>The messages of the multicast groups as events. What is no ESP, or of a policy that is not host-wide, is none.</summary>
internal static class XfrmEventReader
{
    private const byte AnyProtocol = 255; // IPSEC_PROTO_ANY

    internal static void Read(in NetlinkReader message, List<XfrmEvent> into)
    {
        var read = message.Header.Type switch
        {
            XfrmMessage.NewState or XfrmMessage.UpdateState => First<XfrmState>(in message, StateCodec.Read) is { } state ? new XfrmStateSet(state) : null,
            XfrmMessage.NewPolicy or XfrmMessage.UpdatePolicy =>
                First<XfrmPolicy>(in message, PolicyCodec.Read) is { } policy ? new XfrmPolicySet(policy) : null,
            XfrmMessage.NewReplay =>
                First<XfrmReplayAnswer>(in message, XfrmReplayAnswer.Read) is { } answer ? new XfrmReplayAdvanced(answer.Id, answer.Replay) : null,
            XfrmMessage.DeleteState => ReadStateGone(in message),
            XfrmMessage.FlushStates => message.Body is [0 or IpProtocol.Esp or AnyProtocol, ..] ? new XfrmStatesFlushed() : null,
            XfrmMessage.DeletePolicy => ReadPolicyGone(in message),
            XfrmMessage.FlushPolicies => ReadPoliciesFlushed(in message),
            XfrmMessage.Expire => ReadExpiry(in message),
            XfrmMessage.PolicyExpire => ReadPolicyExpiry(in message),
            XfrmMessage.Acquire => ReadAcquire(in message),
            XfrmMessage.Migrate => ReadMigration(in message),
            _ => (XfrmEvent?)null,
        };
        if (read is not null) into.Add(read);
    }

    private static T? First<T>(in NetlinkReader message, NetlinkConversation.MessageParser<T> parse) where T : class
    {
        var items = new List<T>(1);
        parse(in message, items);
        return items.FirstOrDefault();
    }

    private static XfrmStateGone? ReadStateGone(in NetlinkReader message) =>
        message.TryBody(out WireStateId id, out _) && id.Protocol == IpProtocol.Esp ? new XfrmStateGone(StateCodec.Id(in id)) : null;

    /// <summary>The selector stands in the message itself only where the policy was not deleted by its index.</summary>
    private static XfrmPolicyGone? ReadPolicyGone(in NetlinkReader message)
    {
        if (!message.TryBody(out WirePolicyId _, out var attributes)) return null;
        for (var all = attributes; all.MoveNext();)
            if (all.Type == XfrmAttribute.Policy && all.TryRead(out WirePolicy policy)) return Gone(in policy, attributes);
        return null;
    }

    private static XfrmPolicyGone? Gone(in WirePolicy policy, NetlinkAttributes attributes) =>
        PolicyCodec.IsHostWide(in policy, attributes)
            ? new XfrmPolicyGone(SelectorCodec.Read(in policy.Selector), (XfrmDirection)policy.Direction)
            : null;

    private static XfrmPoliciesFlushed? ReadPoliciesFlushed(in NetlinkReader message)
    {
        for (var all = new NetlinkAttributes(message.Body); all.MoveNext();)
            if (all.Type == XfrmAttribute.PolicyType && all.Data is [not XfrmPolicyType.Main, ..]) return null;
        return new XfrmPoliciesFlushed();
    }

    private static XfrmStateExpired? ReadExpiry(in NetlinkReader message) =>
        message.TryBody(out WireExpiry expiry, out _) && expiry.State.Id.Protocol == IpProtocol.Esp && expiry.State.Id.Spi != 0
            ? new XfrmStateExpired(StateCodec.Id(in expiry.State), expiry.Hard != 0)
            : null;

    private static XfrmPolicyGone? ReadPolicyExpiry(in NetlinkReader message) =>
        message.TryBody(out WirePolicyExpiry expiry, out var attributes) && expiry.Hard != 0 ? Gone(in expiry.Policy, attributes) : null;

    private static XfrmAcquired? ReadAcquire(in NetlinkReader message)
    {
        if (!message.TryBody(out WireAcquire wire, out _) || wire.Id.Protocol != IpProtocol.Esp) return null;
        var family = wire.Selector.Family;
        return new XfrmAcquired(
            SelectorCodec.Read(in wire.Selector), SelectorCodec.Read(in wire.Policy.Selector), wire.Source.Read(family), wire.Id.Destination.Read(family));
    }

    private static XfrmMigrated? ReadMigration(in NetlinkReader message) =>
        message.TryBody(out WirePolicyId id, out _) && id.Direction <= (byte)XfrmDirection.Forward
            ? new XfrmMigrated(SelectorCodec.Read(in id.Selector), (XfrmDirection)id.Direction)
            : null;
}
