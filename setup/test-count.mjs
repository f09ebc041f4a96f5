// How many tests passed and failed, from vitest's JSON report. What failed without being a test (a file that cannot be imported, an error
// nobody caught, no report at all) counts as one failure each.

export const countTests = (report, exitCode) => {
  const passed = report?.numPassedTests ?? 0;
  const brokenFiles = (report?.testResults ?? []).filter(({ status, assertionResults }) => {
    return status === 'failed' && !assertionResults.some((test) => test.status === 'failed');
  });
  const failed = (report?.numFailedTests ?? 0) + brokenFiles.length;
  return { passed, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
};
