using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DsMip.Wire;

namespace DsMip.Linux.Netlink.Xfrm;

public sealed partial class XfrmNetlink
{
    internal const byte RouteOptimization = 2; // XFRM_MODE_ROUTEOPTIMIZATION

    /// <summary>
    /// Type 2 routing headers are "transforms" of XFRM that come with Mobile IPv6, and with nothing else. The types of Mobility Headers cannot be asked for:
    /// every kernel takes a policy that names one, and one without Mobile IPv6 never finds it.
    /// </summary>
    /// <exception cref="LinuxException">EPROTONOSUPPORT: there is no Mobile IPv6.</exception>
    internal void RequireMobility(Ipv6Address source, Ipv6Address destination)
    {
        const string operation = "looking for Mobile IPv6 in the kernel's IPsec";
        var writer = new NetlinkWriter(stackalloc byte[RequestSize], XfrmMessage.NewState, RequestFlag.Acknowledge);
        writer.Body(new WireState
        {
            Id = new WireId { Destination = XfrmAddress.Of(destination), Protocol = IpProtocol.Routing },
            Source = XfrmAddress.Of(source),
            Limits = WireLimits.None,
            Family = (ushort)IpFamily.Ipv6,
            Mode = RouteOptimization,
        });
        WriteAddress(ref writer, XfrmAttribute.CareOfAddress, source);
        if (_kernel.Change(writer.Finish(), operation, Errno.EPROTONOSUPPORT, Errno.EEXIST) == Errno.EPROTONOSUPPORT)
            throw new LinuxException(operation, Errno.EPROTONOSUPPORT, XfrmRemedy.NoMobility);

        var deletion = new NetlinkWriter(stackalloc byte[RequestSize], XfrmMessage.DeleteState, RequestFlag.Acknowledge);
        deletion.Body(new WireStateId { Destination = XfrmAddress.Of(destination), Family = (ushort)IpFamily.Ipv6, Protocol = IpProtocol.Routing });
        WriteAddress(ref deletion, XfrmAttribute.SourceAddress, source);
        _kernel.Change(deletion.Finish(), operation, Errno.ESRCH);
    }

    private static void WriteAddress(ref NetlinkWriter writer, ushort attribute, Ipv6Address address)
    {
        var wire = XfrmAddress.Of(address);
        MemoryMarshal.Write(writer.Reserve(attribute, Unsafe.SizeOf<XfrmAddress>()), in wire);
    }
}
