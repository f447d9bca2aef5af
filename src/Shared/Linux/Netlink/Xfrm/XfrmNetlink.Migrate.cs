using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DsMip.Wire;

namespace DsMip.Linux.Netlink.Xfrm;

public sealed partial class XfrmNetlink
{
    /// <summary>Moves states, and the template of a tunnel mode policy, to other addresses; key managers are told. The daemons never need it: their
    /// states name no care-of address. Tests show with it what the K bit promises.</summary>
    /// <param name="migrations">Six at most.</param>
    /// <param name="ikeEndpoints">Where a key manager is to find its peer from now on.</param>
    /// <exception cref="LinuxException">ENOENT: no such policy; ENODATA: no template of it has the old addresses.</exception>
    public void Migrate(
        XfrmSelector selector, XfrmDirection direction, IReadOnlyList<XfrmMigration> migrations, (IpAddress Local, IpAddress Remote)? ikeEndpoints)
    {
        var writer = new NetlinkWriter(stackalloc byte[RequestSize], XfrmMessage.Migrate, RequestFlag.Acknowledge);
        writer.Body(PolicyCodec.Id(selector, direction));
        if (ikeEndpoints is { } endpoints) WriteEndpoints(ref writer, endpoints.Local, endpoints.Remote);
        var data = MemoryMarshal.Cast<byte, WireMigration>(writer.Reserve(XfrmAttribute.Migrate, migrations.Count * Unsafe.SizeOf<WireMigration>()));
        for (var i = 0; i < data.Length; i++) data[i] = migrations[i].ToWire();

        var operation = $"migrating IPsec policy {direction} {selector}";
        if (_kernel.Change(writer.Finish(), operation, Errno.ENOPROTOOPT) == Errno.ENOPROTOOPT)
            throw new LinuxException(operation, Errno.ENOPROTOOPT, XfrmRemedy.NoMigrate);
    }

    private static void WriteEndpoints(ref NetlinkWriter writer, IpAddress local, IpAddress remote)
    {
        var endpoints = new WireKeyManagerAddress
        {
            Local = XfrmAddress.Of(local),
            Remote = XfrmAddress.Of(remote),
            Family = (ushort)remote.FamilyOf(),
        };
        MemoryMarshal.Write(writer.Reserve(XfrmAttribute.KeyManagerAddress, Unsafe.SizeOf<WireKeyManagerAddress>()), in endpoints);
    }
}
