namespace DsMip.Linux.Netlink;

public sealed partial class RouteNetlink
{
    /// <summary>Addresses of both families.</summary>
    public List<InterfaceAddress> GetAddresses()
    {
        var writer = new NetlinkWriter(stackalloc byte[RequestSize], MessageType.GetAddress, RequestFlag.Dump);
        writer.Body(default(AddressHeader));
        return _kernel.Dump<InterfaceAddress>(writer.Finish(), "listing addresses", ReadAddress);
    }

    public void AddAddress(in InterfaceAddress address) =>
        ChangeAddress(MessageType.NewAddress, RequestFlag.Create | RequestFlag.Exclusive, address, "adding");

    /// <summary>Adds the address, or gives the existing one these flags.</summary>
    public void EnsureAddress(in InterfaceAddress address) =>
        ChangeAddress(MessageType.NewAddress, RequestFlag.Create | RequestFlag.Replace, address, "adding", Errno.EEXIST);

    public void DeleteAddress(in InterfaceAddress address) => ChangeAddress(MessageType.DeleteAddress, 0, address, "deleting");

    public void EnsureNoAddress(in InterfaceAddress address) =>
        ChangeAddress(MessageType.DeleteAddress, 0, address, "deleting", Errno.EADDRNOTAVAIL, Errno.ENODEV);

    private void ChangeAddress(ushort type, int flags, in InterfaceAddress address, string verb, params ReadOnlySpan<Errno> tolerated)
    {
        var writer = new NetlinkWriter(stackalloc byte[RequestSize], type, flags | RequestFlag.Acknowledge);
        writer.Body(new AddressHeader(
            (byte)address.Family, (byte)address.PrefixLength, 0, (byte)address.Scope, address.InterfaceIndex));
        writer.Attribute(AddressAttribute.Local, address.Address);
        writer.Attribute(AddressAttribute.Address, address.Address);
        writer.Attribute(AddressAttribute.Flags, (uint)address.Flags);
        _kernel.Change(writer.Finish(), $"{verb} address {address}", tolerated);
    }

    private static void ReadAddress(in NetlinkReader message, List<InterfaceAddress> into)
    {
        if (message.Header.Type != MessageType.NewAddress || !message.TryBody(out AddressHeader header, out var attributes)) return;
        if ((IpFamily)header.Family is not (IpFamily.Ipv4 or IpFamily.Ipv6)) return;
        Wire.IpAddress local = default, address = default;
        uint flags = header.Flags;
        while (attributes.MoveNext())
        {
            switch (attributes.Type)
            {
                case AddressAttribute.Local: local = attributes.Address; break;
                case AddressAttribute.Address: address = attributes.Address; break;
                case AddressAttribute.Flags: flags = attributes.Number; break;
                default: break;
            }
        }
        // On a point-to-point link "address" is the peer's, and only "local" is ours; IPv6 mostly has "address" alone.
        into.Add(new InterfaceAddress(header.Index, local.IsNone ? address : local, header.PrefixLength, (AddressFlags)flags)
        {
            Scope = (AddressScope)header.Scope,
        });
    }
}
