using DsMip.IPsec;
using DsMip.Wire;

namespace DsMip.Linux.Netlink.Xfrm;

/// <summary>
/// Whether the kernel has the IPsec that mobility needs, found out by trying, in the network namespace of the calling thread: it makes states between addresses
/// that no packet has (RFC 6666), of an SPI that no peer uses (RFC 4303 2.1), and takes them away again.
/// </summary>
public static class XfrmFeatures
{
    private const uint ReservedSpi = 255;
    private static readonly Ipv6Address Source = Ipv6Address.Parse("100::4191:1");
    private static readonly Ipv6Address Destination = Ipv6Address.Parse("100::4191:2");

    /// <summary>What is missing, in one line with its remedy; null when all is there.</summary>
    /// <param name="suites">That must be there; none: it is enough that there is ESP.</param>
    public static LinuxException? FindMissing(params ReadOnlySpan<EspSuite> suites)
    {
        try
        {
            Require(suites);
            return null;
        }
        catch (LinuxException missing)
        {
            return missing;
        }
    }

    /// <param name="suites">That must be there; none: it is enough that there is ESP.</param>
    /// <exception cref="LinuxException">
    /// No IPsec for user programs, no capability, no ESP, no algorithm of a suite, or no Mobile IPv6; the message names the remedy.
    /// </exception>
    public static void Require(params ReadOnlySpan<EspSuite> suites)
    {
        using var kernel = new XfrmNetlink();
        RequireEsp(kernel);
        foreach (var suite in suites) RequireSuite(kernel, suite, extendedSequenceNumbers: true);
        kernel.RequireMobility(Source, Destination);
    }

    /// <summary>A kernel looks for the algorithms first; those of this suite it has for other purposes as well, so that what it misses then is ESP.</summary>
    private static void RequireEsp(XfrmNetlink kernel)
    {
        try
        {
            RequireSuite(kernel, EspSuite.NullHmacSha256, extendedSequenceNumbers: false);
        }
        catch (LinuxException e) when (e.Errno is Errno.ENOSYS or Errno.ENOENT)
        {
            // Nobody has asked for this suite.
        }
    }

    private static void RequireSuite(XfrmNetlink kernel, EspSuite suite, bool extendedSequenceNumbers)
    {
        var profile = EspSuiteProfile.Of(suite);
        // Never used on a packet. Parameters refuse a reserved SPI; what counts is that of the state.
        var keys = new SecurityAssociationParameters(
            new Spi(ReservedSpi + 1), suite, new byte[profile.EncryptionKeyLength], new byte[profile.IntegrityKeyLength], extendedSequenceNumbers);
        var probe = new XfrmState(new XfrmStateId(Destination, ReservedSpi), Source, XfrmMode.Transport) { Parameters = keys };
        try
        {
            kernel.Add(probe);
        }
        catch (LinuxException e) when (e.Errno == Errno.EEXIST)
        {
            // Another process asks at this moment, and the kernel has ESP for it; whether with this suite, its first use will tell.
        }
        kernel.EnsureNo(probe.Id);
    }
}
