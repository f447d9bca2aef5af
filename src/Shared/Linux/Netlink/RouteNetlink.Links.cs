namespace DsMip.Linux.Netlink;

public sealed partial class RouteNetlink
{
    public List<Link> GetLinks()
    {
        var writer = new NetlinkWriter(stackalloc byte[RequestSize], MessageType.GetLink, RequestFlag.Dump);
        writer.Body(default(LinkHeader));
        return _kernel.Dump<Link>(writer.Finish(), "listing interfaces", ReadLink);
    }

    /// <exception cref="LinuxException">ENODEV: there is none of that name.</exception>
    public Link GetLink(string name)
    {
        foreach (var link in GetLinks())
            if (link.Name == name) return link;
        throw new LinuxException($"looking up interface {name}", Errno.ENODEV);
    }

    public void SetUp(int interfaceIndex) => SetFlags(interfaceIndex, LinkAttribute.Up, "up");

    public void SetDown(int interfaceIndex) => SetFlags(interfaceIndex, 0, "down");

    /// <param name="mtu">Bytes; IPv6 needs 1280.</param>
    public void SetMtu(int interfaceIndex, int mtu)
    {
        var writer = new NetlinkWriter(stackalloc byte[RequestSize], MessageType.SetLink, RequestFlag.Acknowledge);
        writer.Body(new LinkHeader(0, 0, 0, interfaceIndex, 0, 0));
        writer.Attribute(LinkAttribute.Mtu, (uint)mtu);
        _kernel.Change(writer.Finish(), $"setting the MTU of interface {interfaceIndex} to {mtu}");
    }

    private void SetFlags(int interfaceIndex, uint flags, string state)
    {
        var writer = new NetlinkWriter(stackalloc byte[RequestSize], MessageType.SetLink, RequestFlag.Acknowledge);
        writer.Body(new LinkHeader(0, 0, 0, interfaceIndex, flags, LinkAttribute.Up));
        _kernel.Change(writer.Finish(), $"setting interface {interfaceIndex} {state}");
    }

    private static void ReadLink(in NetlinkReader message, List<Link> into)
    {
        if (message.Header.Type != MessageType.NewLink || !message.TryBody(out LinkHeader header, out var attributes)) return;
        string name = "", kind = "";
        var carrier = false;
        var mtu = 0;
        uint carrierLosses = 0;
        while (attributes.MoveNext())
        {
            switch (attributes.Type)
            {
                case LinkAttribute.Name: name = attributes.Text; break;
                case LinkAttribute.Mtu: mtu = (int)attributes.Number; break;
                case LinkAttribute.Carrier: carrier = attributes.Boolean; break;
                case LinkAttribute.CarrierDownCount: carrierLosses = attributes.Number; break;
                case LinkAttribute.LinkInformation: kind = KindOf(attributes.Nested); break;
                default: break;
            }
        }
        into.Add(new Link(
            header.Index, name, kind, (header.Flags & LinkAttribute.Up) != 0, carrier, (header.Flags & LinkAttribute.Loopback) != 0, mtu)
        {
            CarrierLosses = carrierLosses,
        });
    }

    private static string KindOf(NetlinkAttributes information)
    {
        while (information.MoveNext())
            if (information.Type == LinkAttribute.InformationKind) return information.Text;
        return "";
    }
}
