namespace DsMip.KernelEsp.Lab;

/// <summary>One line of the result file.</summary>
public sealed record Row(string Name, bool Ok, string Detail);
