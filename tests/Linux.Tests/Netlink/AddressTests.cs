using DsMip.Linux.Netlink;

namespace DsMip.Linux.Tests;

public sealed class AddressTests : IDisposable
{
    private readonly OneHost _host = new();

    public void Dispose() => _host.Dispose();

    [NamespaceTheory]
    [InlineData("2001:db8:99::7", 128, AddressFlags.NoDad)]
    [InlineData("2001:db8:99::8", 64, AddressFlags.NoDad | AddressFlags.NoPrefixRoute)]
    [InlineData("10.10.0.7", 32, AddressFlags.None)]
    [InlineData("10.10.0.8", 24, AddressFlags.NoPrefixRoute)]
    public void An_address_is_added_and_deleted(string text, int prefixLength, AddressFlags flags)
    {
        var address = new InterfaceAddress(_host.Eth0, IpAddress.Parse(text), prefixLength, flags);
        _host.Kernel.AddAddress(address);

        var found = Assert.Single(Listed(), a => (string)a!["local"]! == text)!;
        Assert.Equal(prefixLength, (int)found["prefixlen"]!);
        Assert.Equal("global", (string)found["scope"]!);
        Assert.Equal(flags.HasFlag(AddressFlags.NoDad), (bool?)found["nodad"] ?? false);
        Assert.Equal(flags.HasFlag(AddressFlags.NoPrefixRoute), (bool?)found["noprefixroute"] ?? false);
        Assert.Equal(uint.MaxValue, (uint)found["valid_life_time"]!);
        var read = Assert.Single(_host.Kernel.GetAddresses(), a => a.Address == address.Address);
        Assert.Equal(address with { Flags = flags | AddressFlags.Permanent }, read);

        _host.Kernel.DeleteAddress(address);
        Assert.DoesNotContain(Listed(), a => (string)a!["local"]! == text);
    }

    [NamespaceFact]
    public void Add_and_delete_are_strict_and_ensure_is_not()
    {
        foreach (var text in new[] { "2001:db8:99::7", "10.10.0.7" })
        {
            var address = new InterfaceAddress(_host.Eth0, IpAddress.Parse(text), 24, AddressFlags.NoDad);
            Assert.Equal(Errno.EADDRNOTAVAIL, Assert.Throws<LinuxException>(() => _host.Kernel.DeleteAddress(address)).Errno);
            _host.Kernel.EnsureNoAddress(address);
            _host.Kernel.EnsureAddress(address);
            _host.Kernel.EnsureAddress(address);
            var error = Assert.Throws<LinuxException>(() => _host.Kernel.AddAddress(address));
            Assert.Equal(Errno.EEXIST, error.Errno);
            Assert.StartsWith($"adding address {text}/24", error.Message, StringComparison.Ordinal);
            _host.Kernel.EnsureNoAddress(address);
            _host.Kernel.EnsureNoAddress(address);
            Assert.DoesNotContain(Listed(), a => (string)a!["local"]! == text);
        }
    }

    [NamespaceFact]
    public void All_addresses_are_those_that_ip_lists()
    {
        _host.Namespace.Ip("address add 192.0.2.1 peer 192.0.2.2/32 dev eth0");
        var expected = _host.Ask("address").SelectMany(l => l!["addr_info"]!.AsArray(), (l, a) =>
            ((int)l!["ifindex"]!, (string)a!["local"]!, (int)a["prefixlen"]!));

        Assert.Equal(expected.Order(), _host.Kernel.GetAddresses().Select(a => (a.InterfaceIndex, a.Address.ToString(), a.PrefixLength)).Order());
    }

    [NamespaceFact]
    public void Only_a_settled_global_address_is_usable()
    {
        _host.Namespace.Sysctl("net.ipv6.conf.eth0.accept_dad", "1");
        _host.Namespace.Sysctl("net.ipv6.conf.eth0.dad_transmits", "100");
        _host.Namespace.Ip("address add 2001:db8:1::1/64 dev eth0");
        _host.Namespace.Ip("address add 2001:db8:1::2/64 dev eth0 nodad");
        _host.Namespace.Ip("address add 2001:db8:1::3/64 dev eth0 nodad preferred_lft 0");
        bool Usable(string text) => _host.Kernel.GetAddresses().Single(a => a.Address == IpAddress.Parse(text)).IsUsable;

        Assert.False(Usable("2001:db8:1::1"));
        Assert.True(Usable("2001:db8:1::2"));
        Assert.True(Usable("2001:db8:1::3"));
        Assert.All(_host.Kernel.GetAddresses().Where(a => a.Address.AsIpv6.IsLinkLocal), a => Assert.False(a.IsUsable));
    }

    private System.Text.Json.Nodes.JsonArray Listed() => _host.Ask("address show eth0")[0]!["addr_info"]!.AsArray();
}
