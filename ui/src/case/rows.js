// Loads one of an instance's lists and loads it again whenever the page says that the instance moved.
import { ref, watch } from 'vue';
import { get } from '../shared/api.js';
import { withErrors } from '../shared/messages.js';

export function useInstanceRows(props, part) {
  const rows = ref([]);
  const load = async () => {
    const answer = await withErrors(() => get(`/instances/${props.id}/${part}`));
    if (answer) rows.value = answer.rows || answer;
  };
  watch(() => [props.id, props.stamp], load, { immediate: true });
  return rows;
}
