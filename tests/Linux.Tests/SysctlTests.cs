namespace DsMip.Linux.Tests;

public sealed class SysctlTests : IDisposable
{
    private const string Forwarding = "net/ipv6/conf/all/forwarding";
    private readonly NetworkNamespace _here = NetworkNamespace.Create();

    public void Dispose() => _here.Dispose();

    [NamespaceFact]
    public void It_reads_and_writes_the_namespace_of_the_calling_thread()
    {
        _here.Run(() => Sysctl.Set(Forwarding, "1"));
        Assert.Equal("1", _here.Run(() => Sysctl.Get(Forwarding)));
        Assert.Equal("1", _here.Execute("sysctl", "-n", "net.ipv6.conf.all.forwarding").Trim());
        _here.Run(() => Sysctl.Ensure(Forwarding, "0"));
        Assert.Equal("0", _here.Execute("sysctl", "-n", "net.ipv6.conf.all.forwarding").Trim());
    }

    [NamespaceFact]
    public void A_refused_value_or_an_unknown_name_is_one_clear_error()
    {
        var refused = Assert.Throws<LinuxException>(() => _here.Run(() => Sysctl.Set("net/ipv4/ip_default_ttl", "0")));
        Assert.Equal(Errno.EINVAL, refused.Errno);
        Assert.Contains("sysctl -w net/ipv4/ip_default_ttl=0", refused.Message, StringComparison.Ordinal);
        var unknown = Assert.Throws<LinuxException>(() => Sysctl.Get("net/ipv6/conf/nosuch0/forwarding"));
        Assert.Equal(Errno.ENOENT, unknown.Errno);
    }
}
