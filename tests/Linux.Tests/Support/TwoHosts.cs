namespace DsMip.Linux.Tests;

/// <summary>Two namespaces joined by a veth pair, "here" with the code under test and "there" with its peer.</summary>
internal sealed class TwoHosts : IDisposable
{
    internal const string Here4 = "198.51.100.1", There4 = "198.51.100.2";
    internal const string Here6 = "2001:db8:1::1", There6 = "2001:db8:1::2";

    internal TwoHosts()
    {
        try
        {
            NetworkNamespace.Connect(Here, "here0", There, "there0");
            Here.Ip($"address add {Here4}/24 dev here0");
            There.Ip($"address add {There4}/24 dev there0");
            Here.Ip($"address add {Here6}/64 dev here0");
            There.Ip($"address add {There6}/64 dev there0");
            // The default limits ICMPv6 errors to one a second and would hide what a test looks for.
            Here.Sysctl("net.ipv6.icmp.ratelimit", "0");
            There.Sysctl("net.ipv6.icmp.ratelimit", "0");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal NetworkNamespace Here { get; } = NetworkNamespace.Create();
    internal NetworkNamespace There { get; } = NetworkNamespace.Create();

    public void Dispose()
    {
        Here.Dispose();
        There.Dispose();
    }
}
