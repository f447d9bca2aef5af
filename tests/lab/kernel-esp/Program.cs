namespace DsMip.KernelEsp.Lab;

/// <summary>Runs every trial on the kernel it is started on, prints a table and writes one JSON line per row.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments is not [var path])
        {
            Console.Error.WriteLine("usage: DsMip.KernelEsp.Lab <result file>");
            return 64;
        }

        using var network = LabNetwork.Open();
        using var report = new Report(path);
        foreach (var plan in EspCase.All) new SuiteTrial(network, plan, report).Run();
        foreach (var plan in EspCase.Wrapping) new SequenceWrapTrial(network, plan, report).Run();
        new MobilityHeaderTrial(network, report).Run();
        report.Print();
        return report.Failures == 0 ? 0 : 1;
    }
}
