// Is a newer version of a notebook on the server than the one that a learner's copy was made from?

// The copy says in its metadata which version it began as; the site lists what it has now.
export function isOutdated(copy, versions, path) {
  const began = copy?.course?.version;
  return began !== undefined && versions[path] !== undefined && versions[path] !== began;
}

// The name under which the learner's copy is kept beside the new version: never one that is taken.
export function keptName(path, day, taken) {
  const stem = path.replace(/\.ipynb$/, "");
  for (let number = 1; ; number += 1) {
    const name = `${stem} (mine, ${day}${number === 1 ? "" : `, ${number}`}).ipynb`;
    if (!taken.includes(name)) return name;
  }
}

export async function readVersions(base) {
  const answer = await fetch(new URL("course/versions.json", base), { cache: "no-cache" });
  return answer.ok ? answer.json() : {};
}

// Keep the learner's notebook under a name of its own, then put the new one in its place.
export async function takeNewVersion(context, contents, base, versions) {
  const { path } = context;
  const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
  const taken = (await contents.get(folder)).content.map((entry) => entry.path);
  const kept = keptName(path, new Date().toISOString().slice(0, 10), taken);
  const mine = { ...context.model.toJSON() };
  // It is the learner's own now, and not told again and again that there is a newer one.
  mine.metadata = { ...mine.metadata, course: undefined };
  await contents.save(kept, { type: "notebook", format: "json", content: mine });
  const answer = await fetch(new URL(`files/${encodeURI(path)}`, base), { cache: "no-cache" });
  if (!answer.ok) throw new Error(`the new version could not be fetched (${answer.status})`);
  const fresh = await answer.json();
  if (fresh.metadata.course?.version !== versions[path]) {
    throw new Error("the server gave an older version; try again in a minute");
  }
  context.model.fromJSON(fresh);
  await context.save();
  return kept;
}
