[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
// The counters of branches are one for the process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
