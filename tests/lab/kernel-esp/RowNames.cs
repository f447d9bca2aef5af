namespace DsMip.KernelEsp.Lab;

/// <summary>The rows that a complete run has, so that a missing one is a failure.</summary>
public static class RowNames
{
    public const string KernelOpens = "kernel opens what we seal";
    public const string WeOpen = "we open what the kernel seals";
    public const string KernelRefusesReplays = "kernel refuses replays";
    public const string KernelRefusesAltered = "kernel refuses altered";
    public const string KernelRefusesTruncated = "kernel refuses truncated";
    public const string KernelRefusesUnknownSpi = "kernel refuses unknown SPI";
    public const string KernelRefusesClear = "kernel refuses clear";
    public const string WeRefuseReplays = "we refuse replays";
    public const string WeRefuseAltered = "we refuse altered";
    public const string WeRefuseTruncated = "we refuse truncated";
    public const string WeRefuseUnknownSpi = "we refuse unknown SPI";
    public const string WeRefuseClear = "we refuse clear";

    public const string WrapToKernel = "kernel follows us over 2^32";
    public const string WrapFromKernel = "we follow the kernel over 2^32";

    public const string BindingUpdateToKernel = "mh: kernel opens a type 5 and returns its flow label";
    public const string AcknowledgementFromKernel = "mh: we open a type 6 and keep its flow label";
    public const string OtherTypeStaysClear = "mh: a type 1 of the kernel matches no type selector";
    public const string KernelRefusesOtherProtocol = "mh: kernel refuses UDP in the SA of mobility";
    public const string WeRefuseOtherType = "mh: we refuse a type 5 in the SA of type 6";
    public const string KernelRefusesClearMobility = "mh: kernel refuses a clear type 5";
    public const string WeRefuseClearType = "mh: we refuse a clear type 6";

    private static readonly string[] OfSuite =
    [
        KernelOpens, WeOpen, KernelRefusesReplays, KernelRefusesAltered, KernelRefusesTruncated, KernelRefusesUnknownSpi, KernelRefusesClear,
        WeRefuseReplays, WeRefuseAltered, WeRefuseTruncated, WeRefuseUnknownSpi, WeRefuseClear,
    ];

    private static readonly string[] OfMobility =
    [
        BindingUpdateToKernel, AcknowledgementFromKernel, OtherTypeStaysClear, KernelRefusesOtherProtocol, WeRefuseOtherType,
        KernelRefusesClearMobility, WeRefuseClearType,
    ];

    public static IEnumerable<string> All =>
    [
        .. EspCase.All.SelectMany(plan => OfSuite.Select(name => Of(plan, name))),
        .. EspCase.Wrapping.SelectMany(plan => new[] { Of(plan, WrapToKernel), Of(plan, WrapFromKernel) }),
        .. OfMobility,
    ];

    public static string Of(EspCase plan, string name) => $"{plan.Name}: {name}";
}
