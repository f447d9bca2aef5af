using DsMip.IPsec;
using DsMip.Linux;
using DsMip.Linux.Netlink.Xfrm;

namespace DsMip.Native.Tests.Xfrm;

public sealed class XfrmFeaturesTests
{
    private static readonly EspSuite[] AllSuites = [.. EspSuiteProfile.All.Select(profile => profile.Suite)];

    [NativeFact]
    public void A_stock_kernel_has_all_and_the_question_leaves_nothing_behind()
    {
        using var host = new XfrmHost();
        using var events = new EventLog(host);
        Assert.Null(Missing(host, AllSuites));
        Assert.Null(Missing(host, AllSuites));
        Assert.Empty(host.States);
        Assert.Empty(host.Policies);
    }

    [NativeFact]
    public void Without_the_capability()
    {
        using var host = new XfrmHost();
        var missing = host.Namespace.Run(() => ThreadWithoutCapabilityInside());
        Assert.Equal(Errno.EPERM, missing!.Errno);
        Assert.Contains("needs CAP_NET_ADMIN", missing.Message, StringComparison.Ordinal);
        Assert.Null(Missing(host));
    }

    [NativeTheory]
    [InlineData("no ESP: install its modules esp6 and esp4", "esp6")]
    [InlineData("no Mobile IPv6", "mip6")]
    [InlineData("no IPsec for user programs: install its module xfrm_user", "xfrm_user")]
    public void Without_a_module_the_remedy_is_named_and_with_it_again_nothing_is_missing(string remedy, string module)
    {
        // Whatever else is a module is loaded now.
        Assert.Null(XfrmFeatures.FindMissing(AllSuites));
        using (new WithoutModule(module))
        {
            var missing = XfrmFeatures.FindMissing();
            Assert.Equal(Errno.EPROTONOSUPPORT, missing!.Errno);
            Assert.Contains(remedy, missing.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', missing.Message);
        }
        Assert.Null(XfrmFeatures.FindMissing());
    }

    [NativeFact]
    public void Without_an_algorithm_the_suite_is_named()
    {
        Assert.Null(XfrmFeatures.FindMissing(AllSuites));
        using (new WithoutModule("authencesn"))
        {
            Assert.Null(XfrmFeatures.FindMissing(EspSuite.AesGcm128));
            var missing = XfrmFeatures.FindMissing(EspSuite.AesGcm128, EspSuite.AesCbc256HmacSha256);
            Assert.Contains("this kernel lacks an algorithm of aes-cbc-256-hmac-sha2-256-128", missing!.Message, StringComparison.Ordinal);
        }
        Assert.Null(XfrmFeatures.FindMissing(EspSuite.AesCbc256HmacSha256));
    }

    private static LinuxException? Missing(XfrmHost host, params EspSuite[] suites) => host.Namespace.Run(() => XfrmFeatures.FindMissing(suites));

    private static LinuxException? ThreadWithoutCapabilityInside() => ThreadWithoutCapability.Run(() => XfrmFeatures.FindMissing());
}
