namespace DsMip.Linux.Netlink;

public sealed partial class RouteNetlink
{
    /// <summary>The rules of a family, first to last.</summary>
    public List<RoutingRule> GetRules(IpFamily family)
    {
        var writer = new NetlinkWriter(stackalloc byte[RequestSize], MessageType.GetRule, RequestFlag.Dump);
        writer.Body(new RuleHeader { Family = (byte)family });
        return _kernel.Dump<RoutingRule>(writer.Finish(), $"listing {family} rules", ReadRule);
    }

    public void AddRule(RoutingRule rule) => ChangeRule(MessageType.NewRule, RequestFlag.Create | RequestFlag.Exclusive, rule, "adding");

    public void EnsureRule(RoutingRule rule) =>
        ChangeRule(MessageType.NewRule, RequestFlag.Create | RequestFlag.Exclusive, rule, "adding", Errno.EEXIST);

    public void DeleteRule(RoutingRule rule) => ChangeRule(MessageType.DeleteRule, 0, rule, "deleting");

    public void EnsureNoRule(RoutingRule rule) => ChangeRule(MessageType.DeleteRule, 0, rule, "deleting", Errno.ENOENT, Errno.ESRCH);

    private void ChangeRule(ushort type, int flags, RoutingRule rule, string verb, params ReadOnlySpan<Errno> tolerated)
    {
        var writer = new NetlinkWriter(stackalloc byte[RequestSize], type, flags | RequestFlag.Acknowledge);
        writer.Body(new RuleHeader
        {
            Family = (byte)rule.Family,
            DestinationLength = (byte)(rule.Destination?.Length ?? 0),
            SourceLength = (byte)(rule.Source?.Length ?? 0),
            Action = RuleAttribute.ToTable,
            Flags = rule.Not ? RuleAttribute.Invert : 0,
        });
        writer.Attribute(RuleAttribute.Priority, rule.Priority);
        writer.Attribute(RuleAttribute.Table, rule.Table);
        if (rule.Source is { } source) writer.Attribute(RuleAttribute.Source, source.Address);
        if (rule.Destination is { } destination) writer.Attribute(RuleAttribute.Destination, destination.Address);
        if (rule.InputInterface is { } name) writer.Attribute(RuleAttribute.InputInterface, name);
        if (rule.OutputInterface is { } output) writer.Attribute(RuleAttribute.OutputInterface, output);
        if (rule.Mark is { } mark)
        {
            writer.Attribute(RuleAttribute.Mark, mark);
            writer.Attribute(RuleAttribute.MarkMask, rule.MarkMask);
        }
        if (rule.SuppressPrefixLength is { } length) writer.Attribute(RuleAttribute.SuppressPrefixLength, (uint)length);
        _kernel.Change(writer.Finish(), $"{verb} {rule}", tolerated);
    }

    private static void ReadRule(in NetlinkReader message, List<RoutingRule> into)
    {
        if (message.Header.Type != MessageType.NewRule || !message.TryBody(out RuleHeader header, out var attributes)) return;
        var rule = new RoutingRule((IpFamily)header.Family, 0) { Table = header.Table, Not = (header.Flags & RuleAttribute.Invert) != 0 };
        while (attributes.MoveNext()) rule = Apply(rule, header, attributes);
        into.Add(rule);
    }

    private static RoutingRule Apply(RoutingRule rule, in RuleHeader header, in NetlinkAttributes attribute) => attribute.Type switch
    {
        RuleAttribute.Priority => rule with { Priority = attribute.Number },
        RuleAttribute.Table => rule with { Table = attribute.Number },
        RuleAttribute.Source => rule with { Source = NetworkPrefix.Of(rule.Family, attribute.Address, header.SourceLength) },
        RuleAttribute.Destination => rule with { Destination = NetworkPrefix.Of(rule.Family, attribute.Address, header.DestinationLength) },
        RuleAttribute.InputInterface => rule with { InputInterface = attribute.Text },
        RuleAttribute.OutputInterface => rule with { OutputInterface = attribute.Text },
        RuleAttribute.Mark => rule with { Mark = attribute.Number },
        RuleAttribute.MarkMask => rule with { MarkMask = attribute.Number },
        // All ones: nothing is suppressed.
        RuleAttribute.SuppressPrefixLength => rule with { SuppressPrefixLength = (int)attribute.Number < 0 ? null : (int)attribute.Number },
        _ => rule,
    };
}
